/** Dist-git knows what a source is made of: the task that makes an SRPM of it is planned, and put in line. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { uploadOf } from '../store/uploads.js';
import { sourcePlanInput } from '../verbs/source-plan-input.js';
import { hear } from './hear.js';

/** Plans with the project as it is now; the plan is kept, so later edits do not change the task. */
export const onSourceResolved = (deps: Deps): Handler<'source.resolved'> =>
  hear(deps, {
    buildOf: (body) => body.build,
    newsOf: async (body, tx, held) => ({
      type: 'source.resolved',
      body,
      input: await sourcePlanInput(deps, tx, held, await uploadOf(tx, held.build.id)),
    }),
  });

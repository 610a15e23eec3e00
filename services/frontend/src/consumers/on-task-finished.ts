/** An attempt is over: the first current one that succeeded is accepted, and published or (a source's) imported. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { branchesOf } from '../verbs/source-order.js';
import { hear } from './hear.js';

/** Merged by attempt; stale news changes nothing. The branches are those of the project as it is when its SRPM is accepted. */
export const onTaskFinished = (deps: Deps): Handler<'task.finished'> =>
  hear(deps, {
    buildOf: (body) => body.build,
    newsOf: async (body, tx, held) => {
      const branches = body.kind === 'source' ? { branches: await branchesOf(tx, held) } : {};
      return { type: 'task.finished', body, ...branches };
    },
  });

/** The source is in dist-git: the package is known, chroots are planned, their tasks queued. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { notePackage } from '../store/project-parts.js';
import { planInput } from '../verbs/plan-input.js';
import { hear } from './hear.js';

/** Plans with the project as it is now; the plan is kept, so later edits do not change the tasks. */
export const onSourceImported = (deps: Deps): Handler<'source.imported'> =>
  hear(deps, {
    buildOf: (body) => body.build,
    newsOf: async (body, tx, { project }) => ({
      type: 'source.imported',
      body,
      input: await planInput(deps, tx, project),
    }),
    also: (tx, body, { held }) =>
      notePackage(tx, { projectId: held.project.id, name: body.package, createdAt: deps.now() }),
  });

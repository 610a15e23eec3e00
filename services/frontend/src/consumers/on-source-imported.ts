/** The source is in dist-git: the package is known, chroots are planned, their tasks queued. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import type { Held } from '../store/builds.js';
import { notePackage } from '../store/packages.js';
import { importInput } from '../verbs/plan-input.js';
import { sourceAlone } from '../verbs/source-params.js';
import { hear } from './hear.js';

/** Plans with the project as it is now; the plan is kept, so later edits do not change the tasks. */
export const onSourceImported = (deps: Deps): Handler<'source.imported'> =>
  hear(deps, {
    buildOf: (body) => body.build,
    newsOf: async (body, tx, held) => ({
      type: 'source.imported',
      body,
      input: await importInput(deps, tx, held.project, body.package),
    }),
    also: (tx, body, { held }) => notePackage(tx, newPackage(held, body.package, deps.now())),
  });

/** A package that was not known has the source of the build that brought it. */
function newPackage({ row, project }: Held, name: string, createdAt: Date) {
  const sourceParams = sourceAlone(row.sourceParams);
  return { projectId: project.id, name, createdAt, sourceType: row.sourceType, sourceParams };
}

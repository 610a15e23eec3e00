/** API v3: building a package from the source that it has. */
import { refuse, required } from '../domain/refusal.js';
import { showBuild } from '../store/build-lists.js';
import { buildPackage, sourceOf } from '../verbs/build-package.js';
import { mayBuild } from '../verbs/rights.js';
import { buildOptions } from './build-form.js';
import { checkForge, dirnameOf, settleOptions, targetOf } from './build-submit.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { packageNamed } from './find.js';
import { bodyOf } from './mount.js';
import { buildObject } from './objects.js';
import { PACKAGE_DOCS } from './package-docs.js';
import { validate } from './validate.js';

/** In Copr's order: package, its source, form, rights. */
async function build(call: UserCall) {
  const { deps, user } = call;
  const tx = deps.db.manager;
  const body = bodyOf(call);
  const project = await targetOf(call, body);
  const row = await packageNamed(tx, project, body['package_name']);
  sourceOf(row);
  const options = validate(PACKAGE_DOCS.build.body, body, 'lines');
  const settled = await settleOptions(call, project, options, 'lines');
  if (!(await mayBuild(tx, user, project))) refuse('forbidden', "You don't have permissions to build in this copr.");
  checkForge(project, options);
  const id = await buildPackage(deps, user, project, row, {
    dirname: dirnameOf(project, options.project_dirname),
    // Chroots that somebody names are built, whatever the package says.
    ...(options.chroots.length > 0 ? { chosen: settled.chosen } : { among: settled.chosen }),
    batch: settled.batch ?? null,
    options: buildOptions(options, row.timeoutS ?? deps.config.buildTimeoutS),
  });
  const listed = required(await showBuild(tx, id), 'missing', `Build ${id} does not exist.`);
  return buildObject(listed, deps.config);
}

export const PACKAGE_BUILD: readonly Endpoint[] = [
  {
    verb: 'POST',
    path: '/package/build',
    about: 'Builds a package from its own source.',
    login: true,
    docs: PACKAGE_DOCS.build,
    run: build,
  },
];

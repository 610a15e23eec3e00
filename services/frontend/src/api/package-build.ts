/** API v3: building a package from the source that it has. */
import { allowedChroots } from '../domain/denylist.js';
import { refuse, required } from '../domain/refusal.js';
import { showBuild } from '../store/build-lists.js';
import type { PackageRow } from '../store/packages.js';
import { chrootsOf } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { mayBuild } from '../verbs/rights.js';
import type { MadeSource } from '../verbs/source-params.js';
import { submitBuilds } from '../verbs/submit-build.js';
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
  const source = sourceOf(row);
  const options = validate(PACKAGE_DOCS.build.body, body, 'lines');
  const settled = await settleOptions(call, project, options, 'lines');
  if (!(await mayBuild(tx, user, project))) refuse('forbidden', "You don't have permissions to build in this copr.");
  checkForge(project, options);
  const [id = 0] = await submitBuilds(deps, user, {
    ...settled,
    project,
    dirname: dirnameOf(project, options.project_dirname),
    // Chroots that somebody names are built, whatever the package says.
    chosen: options.chroots.length > 0 ? settled.chosen : await allowed(call, project, row, settled.chosen),
    options: buildOptions(options, row.timeoutS ?? deps.config.buildTimeoutS),
    sources: [source],
    package: row.name,
  });
  const listed = required(await showBuild(tx, id), 'missing', `Build ${id} does not exist.`);
  return buildObject(listed, deps.config);
}

/** Finished SRPMs are built once; a package can be built again only from what is made into one. */
function sourceOf({ name, sourceType: type, sourceParams: params }: PackageRow): MadeSource {
  if (type !== 'unset' && type !== 'link' && type !== 'upload') return { type, params };
  const which = `Package 'Unset default source for package ${name}'`;
  refuse(
    'invalid',
    `${which} doesn't have the default source method set, but it is required for the rebuild request.  Please configure some source  method first`,
  );
}

async function allowed({ deps }: UserCall, project: ProjectRow, row: PackageRow, chosen: readonly string[] | null) {
  const names = chosen ?? (await chrootsOf(deps.db.manager, project.id)).map(({ mock }) => mock.name);
  return allowedChroots(names, row.chrootDenylist);
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

/** API v3: builds, to look at, to cancel, to delete. */
import { failTypeOf } from '../domain/fail-type.js';
import { refuse } from '../domain/refusal.js';
import type { SourcePart } from '../domain/source-part.js';
import { allBuilds, buildAt, type BuildFilter, type Listed } from '../store/build-lists.js';
import { cancelBuild } from '../verbs/cancel-build.js';
import { deleteBuild, deleteBuilds } from '../verbs/delete-builds.js';
import { uploadUrl } from '../verbs/source-order.js';
import { BUILD_DOCS } from './build-docs.js';
import type { Call, Docs, Endpoint, UserCall } from './endpoint.js';
import { buildNumbered, buildOutlined, projectNamed } from './find.js';
import { argument, bodyOf } from './mount.js';
import { buildObject } from './objects.js';
import { listInPieces } from './list-pieces.js';
import { pageOf, takeOf, type Page } from './pages.js';

/** Columns that clients may name; the order is always newest first, whatever they name. */
const COLUMNS = ['id', 'submitted_on', 'ended_on', 'pkgs', 'pkg_version', 'package_id', 'user_id', 'is_background'];

function named(call: Call): Promise<Listed> {
  return buildNumbered(call.deps.db.manager, call.path['id'] ?? '');
}

async function one({ deps, path }: Call) {
  return buildObject(await buildOutlined(deps.db.manager, path['id'] ?? ''), deps.config);
}

async function list(call: Call) {
  const { deps, query } = call;
  const tx = deps.db.manager;
  const [name, owner] = [argument(call, 'projectname'), argument(call, 'ownername')];
  const project = await projectNamed(tx, owner, name);
  const page = pageOf(query, 'build', COLUMNS);
  const { packagename, status } = query;
  const filter: BuildFilter = { projectId: project.id, ...(packagename ? { packageName: packagename } : {}) };
  const found = status ? buildsInState(call, filter, status, page) : allBuilds(tx, filter, takeOf(page), page.offset);
  return listInPieces(page, found, (outlined) => buildObject(outlined, deps.config));
}

/** What the offset leaves out is counted before the states are looked at, as Copr does. */
async function* buildsInState({ deps }: Call, filter: BuildFilter, state: string, page: Page) {
  const first = await buildAt(deps.db.manager, filter, page.offset);
  if (first === undefined) return;
  yield* allBuilds(deps.db.manager, { ...filter, state, before: first + 1 }, takeOf(page), 0);
}

async function cancel(call: UserCall) {
  const { build } = await named(call);
  await cancelBuild(call.deps, call.user, build.id);
  return buildObject(await named(call), call.deps.config);
}

async function remove(call: UserCall) {
  const listed = await named(call);
  await deleteBuild(call.deps, call.user, listed.build.id);
  return buildObject(listed, call.deps.config);
}

async function removeList(call: UserCall) {
  const { builds } = bodyOf(call);
  if (!isNumbers(builds)) refuse('invalid', 'builds: a list of numbers is needed');
  await deleteBuilds(call.deps, call.user, builds);
  return { builds };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 1000 && value.every((item) => Number.isInteger(item) && item > 0);
}

async function builtPackages(call: Call) {
  const { build } = await named(call);
  return Object.fromEntries(build.chroots.map(({ name, packages }) => [name, { packages }]));
}

async function sourceChroot(call: Call) {
  const { source } = (await named(call)).build;
  const { state, reason, stage, pin, retriable } = source;
  return {
    state,
    result_url: sourceResultUrl(source, call.deps.config.resultsUrl),
    stage,
    fail_type: failTypeOf(stage),
    reason,
    pin,
    retriable,
    kopr_reason: reason,
  };
}

/** Where a source task leaves its log; null before a worker host had it, and of an SRPM that is imported as it is. */
function sourceResultUrl({ task, progress }: SourcePart, resultsUrl: string): string | null {
  return task && progress.attempt > 0 ? `${resultsUrl}/${task.placement.results}` : null;
}

async function sourceConfig(call: Call) {
  const { build, row, upload } = await named(call);
  const { config } = call.deps;
  const url = upload ? { url: uploadUrl(config.frontendUrl, upload) } : {};
  return {
    source_type: row.sourceType,
    source_dict: { ...row.sourceParams, ...url },
    memory_limit: config.taskMemoryMb,
    timeout: build.options.timeoutS,
    is_background: build.options.background,
  };
}

const open = (path: string, about: string, run: (call: Call) => Promise<unknown>, docs: Docs): Endpoint => ({
  verb: 'GET',
  path,
  about,
  login: false,
  run,
  docs,
});

export const BUILDS: readonly Endpoint[] = [
  open('/build/list', 'Builds of a project, newest first.', list, BUILD_DOCS.list),
  open('/build/source-chroot/:id', 'How the source of a build stands.', sourceChroot, BUILD_DOCS.sourceChroot),
  open('/build/source-build-config/:id', 'What the source of a build is.', sourceConfig, BUILD_DOCS.sourceConfig),
  open('/build/built-packages/:id', 'Packages that a build made, by chroot.', builtPackages, BUILD_DOCS.builtPackages),
  {
    verb: 'PUT',
    deprecated: 'POST',
    path: '/build/cancel/:id',
    about: 'Cancels a build.',
    login: true,
    run: cancel,
    docs: BUILD_DOCS.cancel,
  },
  {
    verb: 'DELETE',
    deprecated: 'POST',
    path: '/build/delete/list',
    about: 'Deletes several builds, or none.',
    login: true,
    run: removeList,
    docs: BUILD_DOCS.removeList,
  },
  {
    verb: 'DELETE',
    deprecated: 'POST',
    path: '/build/delete/:id',
    about: 'Deletes a build.',
    login: true,
    run: remove,
    docs: BUILD_DOCS.remove,
  },
  open('/build/:id', 'One build.', one, BUILD_DOCS.one),
];

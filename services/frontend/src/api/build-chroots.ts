/** API v3: the parts of a build, one for each chroot. */
import { refuse } from '../domain/refusal.js';
import type { Call, Endpoint } from './endpoint.js';
import { buildNumbered, chrootNamed } from './find.js';
import { argument } from './mount.js';
import { buildChrootObject } from './objects.js';
import { listObject, pageOf, takeOf } from './pages.js';

/** Build and chroot from the path of older clients, or from the query. */
async function named(call: Call) {
  const tx = call.deps.db.manager;
  const number = call.path['id'] ?? argument(call, 'build_id');
  const name = call.path['chroot'] ?? argument(call, 'chrootname');
  const listed = await buildNumbered(tx, number);
  return { listed, chroot: await chrootNamed(tx, listed, name) };
}

async function show(call: Call) {
  return buildChrootObject((await named(call)).chroot, call.deps.config);
}

async function list(call: Call) {
  const { deps, query, path } = call;
  const number = path['id'] ?? argument(call, 'build_id');
  if (!/^\d+$/.test(number)) refuse('missing', `Build ${number} does not exist.`);
  const page = pageOf({ ...query, order: '' }, 'build_chroot', ['id']);
  const chroots = await chrootsOfBuild(call, number);
  const ordered = page.direction === 'DESC' ? [...chroots].reverse() : chroots;
  const end = takeOf(page);
  const items = ordered.slice(page.offset, end === null ? undefined : page.offset + end);
  return listObject(
    items.map((chroot) => buildChrootObject(chroot, deps.config)),
    page,
  );
}

/** A build that is not there has an empty list. */
async function chrootsOfBuild({ deps }: Call, number: string) {
  const listed = await buildNumbered(deps.db.manager, number).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'missing') return undefined;
    throw error;
  });
  return listed?.build.chroots ?? [];
}

async function builtPackages(call: Call) {
  return { packages: (await named(call)).chroot.packages };
}

/** Null-valued keys are left out here, as Copr does. */
async function config(call: Call) {
  const { listed, chroot } = await named(call);
  const { build, project } = listed;
  const definition = chroot.task?.definition;
  const own = `copr://${project.owner}/${project.name}`;
  return {
    additional_repos: [own, ...project.additionalRepos],
    ...(definition && {
      repos: definition.repos.map((repo) => ({
        ...repo,
        baseurl: call.deps.config.resultsUrl + repo.baseurl.replace(/^kopr:results/, ''),
      })),
      additional_packages: definition.buildroot_pkgs,
      with_opts: definition.with_opts,
      without_opts: definition.without_opts,
    }),
    enable_net: definition?.enable_net ?? build.options.enableNet ?? project.enableNet,
    is_background: build.options.background,
    memory_limit: call.deps.config.taskMemoryMb,
    timeout: build.options.timeoutS,
  };
}

const open = (path: string, about: string, run: (call: Call) => Promise<unknown>): Endpoint => ({
  verb: 'GET',
  path,
  about,
  login: false,
  run,
});

export const BUILD_CHROOTS: readonly Endpoint[] = [
  open('/build-chroot', 'A build’s part for one chroot.', show),
  open('/build-chroot/list', 'All parts of a build.', list),
  open('/build-chroot/list/:id', 'All parts of a build.', list),
  open('/build-chroot/built-packages', 'Packages that were built in one chroot.', builtPackages),
  open('/build-chroot/build-config', 'How one part is built.', config),
  open('/build-chroot/build-config/:id/:chroot', 'How one part is built.', config),
  open('/build-chroot/:id/:chroot', 'A build’s part for one chroot.', show),
];

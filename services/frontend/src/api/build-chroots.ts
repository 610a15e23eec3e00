/** API v3: the parts of a build, one for each chroot. */
import { z } from 'zod';
import { addressed } from '../domain/definition.js';
import { refuse } from '../domain/refusal.js';
import { showBuild } from '../store/build-lists.js';
import { chrootsOf } from '../store/project-parts.js';
import { publicAddresses } from '../verbs/addresses.js';
import { shownDefinition } from '../verbs/shown-definition.js';
import type { Call, Docs, Endpoint } from './endpoint.js';
import { buildNumbered, chrootNamed } from './find.js';
import { argument } from './mount.js';
import { buildChrootObject } from './objects.js';
import { listObject, pageAsked, pageOf, takeOf } from './pages.js';
import { buildChrootAsked } from './schemas/asked.js';
import {
  buildChrootAnswer,
  buildConfigAnswer,
  builtPackagesAnswer,
  exampleBuildChroot,
  exampleBuildConfig,
  exampleBuiltPackages,
} from './schemas/build.js';
import { listOf } from './schemas/common.js';
import { badPage, missingArgument, noBuild, noChroot } from './schemas/errors.js';

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

/** A build that is not there has an empty list. Copr takes any order, and keeps its own. */
async function list(call: Call) {
  const { deps, query, path } = call;
  const number = path['id'] ?? argument(call, 'build_id');
  if (!/^\d+$/.test(number)) refuse('missing', `Build ${number} does not exist.`);
  const page = pageOf({ ...query, order: '' }, 'build_chroot', ['id']);
  const listed = number.length > 10 ? undefined : await showBuild(deps.db.manager, Number(number));
  const chroots = listed?.build.chroots ?? [];
  const ordered = page.direction === 'DESC' ? [...chroots].reverse() : chroots;
  const limit = takeOf(page);
  const items = ordered.slice(page.offset, limit === null ? undefined : page.offset + limit);
  return listObject(
    items.map((chroot) => buildChrootObject(chroot, deps.config)),
    page,
  );
}

async function builtPackages(call: Call) {
  return { packages: (await named(call)).chroot.packages };
}

/** Null-valued keys are left out here, as Copr does. */
async function config(call: Call) {
  const { listed, chroot } = await named(call);
  const { deps } = call;
  const { build, project } = listed;
  const definition = await shownDefinition(deps, listed, chroot);
  return {
    ...(definition && fromDefinition(addressed(definition, publicAddresses(deps.config)))),
    additional_repos: await additionalRepos(call, listed.project, chroot.name),
    enable_net: definition?.enable_net ?? build.options.enableNet ?? project.enableNet,
    is_background: build.options.background,
    memory_limit: deps.config.taskMemoryMb,
    timeout: build.options.timeoutS,
  };
}

type Definition = ReturnType<typeof addressed>;

function fromDefinition({ repos, buildroot_pkgs, with_opts, without_opts, bootstrap, bootstrap_image }: Definition) {
  const nulls = { priority: null, module_hotfixes: null, repo_gpgcheck: null };
  return {
    repos: repos.map((repo) => ({ ...nulls, ...repo })),
    additional_packages: buildroot_pkgs,
    with_opts,
    without_opts,
    ...(bootstrap === undefined ? {} : { bootstrap }),
    ...(bootstrap_image === undefined ? {} : { bootstrap_image }),
  };
}

type Project = Awaited<ReturnType<typeof buildNumbered>>['project'];

/** As people wrote them: the project's own, the chroot's, then those of the project. */
async function additionalRepos({ deps }: Call, project: Project, chroot: string): Promise<string[]> {
  const own = `copr://${project.owner}/${project.name}`;
  const enabled = (await chrootsOf(deps.db.manager, project.id)).find(({ mock }) => mock.name === chroot);
  return [
    own,
    ...(enabled?.own.additionalRepos ?? []),
    ...project.additionalRepos,
    ...(project.develMode ? [`${own}/devel`] : []),
  ];
}

/** The part that is named in the query, or in the path as older clients do. */
function open(path: string, about: string, run: (call: Call) => Promise<unknown>, docs: Docs): Endpoint {
  return { verb: 'GET', path, about, login: false, run, docs };
}

function inQuery(docs: Pick<Docs, 'answer' | 'example'>): Docs {
  return { ...docs, query: buildChrootAsked, errors: [missingArgument, noBuild, noChroot] };
}

function inPath(docs: Pick<Docs, 'answer' | 'example'>): Docs {
  return { ...docs, errors: [noBuild, noChroot] };
}

const part = { answer: buildChrootAnswer, example: exampleBuildChroot };
const parts = {
  answer: listOf(buildChrootAnswer),
  example: { items: [exampleBuildChroot], meta: { limit: null, offset: 0, order: 'id', order_type: 'ASC' } },
  errors: [badPage, noBuild],
};
const built = { answer: builtPackagesAnswer, example: exampleBuiltPackages };
const how = { answer: buildConfigAnswer, example: exampleBuildConfig };
const oneBuild = z.object({ build_id: buildChrootAsked.shape.build_id, ...pageAsked.shape });

export const BUILD_CHROOTS: readonly Endpoint[] = [
  open('/build-chroot', 'A build’s part for one chroot.', show, inQuery(part)),
  open('/build-chroot/list', 'All parts of a build.', list, {
    ...parts,
    query: oneBuild,
    errors: [missingArgument, ...parts.errors],
  }),
  open('/build-chroot/list/:id', 'All parts of a build.', list, { ...parts, query: pageAsked }),
  open('/build-chroot/built-packages', 'Packages that were built in one chroot.', builtPackages, inQuery(built)),
  open('/build-chroot/build-config', 'How one part is built.', config, inQuery(how)),
  open('/build-chroot/build-config/:id/:chroot', 'How one part is built.', config, inPath(how)),
  open('/build-chroot/:id/:chroot', 'A build’s part for one chroot.', show, inPath(part)),
];

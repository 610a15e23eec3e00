/** API v3: a project's chroots and how they build. */
import { z } from 'zod';
import type { Tx } from '@kopr/shared/outbox';
import { parseChrootName } from '@kopr/shared/domain';
import { projectRepos } from '../domain/definition.js';
import { refuse, required } from '../domain/refusal.js';
import { findProjectChroot } from '../store/project-chroots.js';
import { chrootsOf, type ProjectChrootRow } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { checkMayEditChroot, editChroot } from '../verbs/edit-chroot.js';
import { rootOf, settingsOf } from '../verbs/plan-input.js';
import { receiveComps } from './comps-upload.js';
import type { Call, Endpoint, UserCall } from './endpoint.js';
import { projectNamed } from './find.js';
import { argument } from './mount.js';
import { changeOf, projectChrootForm } from './project-chroot-form.js';
import { checkInternalRepos } from './projects.js';
import { chrootAsked } from './schemas/asked.js';
import { badLines, missingArgument, noProject, notAllowed } from './schemas/errors.js';
import { exampleProjectChroot, exampleRepo, projectChrootAnswer, repoAnswer } from './schemas/project-chroot.js';

const DAY_MS = 86_400_000;

interface Named {
  readonly project: ProjectRow;
  readonly row: ProjectChrootRow;
}

async function named(tx: Tx, owner: string, name: string, chroot: string): Promise<Named> {
  const project = await projectNamed(tx, owner, name);
  if (!parseChrootName(chroot)) refuse('missing', 'Chroot identification is not valid');
  const missing = `Chroot name ${chroot} does not exist in Copr ${owner}/${name}.`;
  return { project, row: required(await findProjectChroot(tx, project.id, chroot), 'missing', missing) };
}

function asked(call: Call): Promise<Named> {
  const [project, owner] = [argument(call, 'projectname'), argument(call, 'ownername')];
  return named(call.deps.db.manager, owner, project, argument(call, 'chrootname'));
}

function chrootObject({ owner, name }: ProjectRow, row: ProjectChrootRow, now: Date) {
  const { deleteAfter } = row;
  return {
    mock_chroot: row.chroot,
    ownername: owner,
    projectname: name,
    comps_name: row.compsName,
    additional_repos: row.additionalRepos,
    additional_packages: row.additionalPackages,
    additional_modules: row.additionalModules,
    with_opts: row.withOpts,
    without_opts: row.withoutOpts,
    delete_after_days: deleteAfter && Math.max(0, Math.floor((deleteAfter.getTime() - now.getTime()) / DAY_MS)),
    isolation: row.isolation,
  };
}

async function show(call: Call) {
  const { project, row } = await asked(call);
  return chrootObject(project, row, call.deps.now());
}

/** What a build in this chroot would get, for those who want to build the same at home. */
async function buildConfig(call: Call) {
  const { project, row } = await asked(call);
  const { deps } = call;
  const chroots = await chrootsOf(deps.db.manager, project.id);
  const enabled = chroots.find(({ mock }) => mock.name === row.chroot);
  const own = `copr://${project.owner}/${project.name}`;
  const isSet = row.isolation !== 'unchanged' || project.isolation === 'default';
  return {
    chroot: row.chroot,
    enable_net: project.enableNet,
    isolation: isSet ? row.isolation : project.isolation,
    repos: enabled ? reposOf(project, enabled, deps.config.resultsUrl) : [],
    additional_repos: [
      own,
      ...row.additionalRepos,
      ...project.additionalRepos,
      ...(project.develMode ? [`${own}/devel`] : []),
    ],
    additional_packages: row.additionalPackages,
    additional_modules: row.additionalModules,
    with_opts: row.withOpts,
    without_opts: row.withoutOpts,
  };
}

/** Every key of every repository, as clients read them. */
function reposOf(project: ProjectRow, chroot: Parameters<typeof rootOf>[0], resultsUrl: string) {
  const place = { owner: project.owner, name: project.name, dirname: project.name };
  return projectRepos(place, rootOf(chroot), settingsOf(project), resultsUrl).map((repo) => ({
    id: repo.id,
    name: repo.name,
    baseurl: repo.baseurl,
    priority: repo.priority ?? null,
    module_hotfixes: repo.module_hotfixes ?? null,
    repo_gpgcheck: repo.repo_gpgcheck ?? null,
  }));
}

async function edit(call: UserCall) {
  const { deps, user, path } = call;
  const tx = deps.db.manager;
  const [owner, name, chroot] = [path['owner'] ?? '', path['project'] ?? '', path['chroot'] ?? ''];
  const { project, row } = await named(tx, owner, name, chroot);
  // Before the body: it may hold a file.
  await checkMayEditChroot(tx, user, project);
  const { fields, comps } = await receiveComps(call);
  const change = changeOf(fields, `${owner}/${name}/${chroot}`);
  await checkInternalRepos(call, 'repos', change.additionalRepos ?? []);
  const after = await editChroot(deps, project, row, comps ? { ...change, comps } : change);
  return chrootObject(project, after, deps.now());
}

const noChroot = {
  status: 404 as const,
  when: 'The project has no such chroot.',
  error: 'Chroot name fedora-42-x86_64 does not exist in Copr jane/hello.',
};
const texts = z.array(z.string());

const buildConfigAnswer = z.object({
  chroot: z.string(),
  enable_net: z.boolean(),
  isolation: z.string(),
  repos: z.array(repoAnswer),
  additional_repos: texts,
  additional_packages: texts,
  additional_modules: texts,
  with_opts: texts,
  without_opts: texts,
});

export const PROJECT_CHROOTS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/project-chroot',
    about: 'A chroot of a project, with the settings that differ from the project’s.',
    docs: {
      query: chrootAsked,
      answer: projectChrootAnswer,
      example: exampleProjectChroot,
      errors: [missingArgument, noProject, noChroot],
    },
    login: false,
    run: show,
  },
  {
    verb: 'GET',
    path: '/project-chroot/build-config',
    about: 'What a build in this chroot gets: repositories, packages, conditions.',
    docs: {
      query: chrootAsked,
      answer: buildConfigAnswer,
      example: {
        chroot: 'fedora-42-x86_64',
        enable_net: false,
        isolation: 'unchanged',
        repos: [exampleRepo],
        additional_repos: ['copr://jane/hello'],
        additional_packages: [],
        additional_modules: [],
        with_opts: [],
        without_opts: [],
      },
      errors: [missingArgument, noProject, noChroot],
    },
    login: false,
    run: buildConfig,
  },
  {
    verb: 'PUT',
    deprecated: 'POST',
    path: '/project-chroot/edit/:owner/:project/:chroot',
    about: 'Changes a project’s chroot. What is not said stays.',
    docs: {
      body: projectChrootForm,
      files: { upload_comps: 'a comps.xml: the package groups of the chroot’s repository' },
      answer: projectChrootAnswer,
      example: { ...exampleProjectChroot, additional_packages: ['gcc', 'make'] },
      errors: [badLines, notAllowed('Only owners and admins may update their projects.'), noProject, noChroot],
    },
    login: true,
    streams: true,
    run: edit,
  },
];

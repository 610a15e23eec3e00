/** API v3: how a project's chroot builds, for those who want to build the same at home. */
import { z } from 'zod';
import { projectRepos } from '../domain/definition.js';
import { chrootsOf } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { rootOf, settingsOf } from '../verbs/plan-input.js';
import type { Call, Endpoint } from './endpoint.js';
import { chrootAskedFor, noProjectChroot } from './project-chroot-asked.js';
import { chrootAsked } from './schemas/asked.js';
import { missingArgument, noProject } from './schemas/errors.js';
import { exampleRepo, repoAnswer } from './schemas/project-chroot.js';

/** What a build in this chroot would get. */
async function buildConfig(call: Call) {
  const { project, row } = await chrootAskedFor(call);
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

const texts = z.array(z.string());

const answer = z.object({
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

/** The endpoint. */
export const PROJECT_CHROOT_CONFIG: Endpoint = {
  verb: 'GET',
  path: '/project-chroot/build-config',
  about: 'What a build in this chroot gets: repositories, packages, conditions.',
  docs: {
    query: chrootAsked,
    answer,
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
    errors: [missingArgument, noProject, noProjectChroot],
  },
  login: false,
  run: buildConfig,
};

/** API v3: a project's repositories as dnf5 asks for them. */
import { z } from 'zod';
import { rpmrepo } from '../domain/rpmrepo.js';
import { required } from '../domain/refusal.js';
import { keptChroots } from '../store/project-chroots.js';
import { listDirs } from '../store/project-dirs.js';
import { findProject } from '../store/projects.js';
import { runtimeDependencies, sectionOf } from '../verbs/runtime-dependencies.js';
import type { Call, Endpoint } from './endpoint.js';

/** The release is what the asker runs: nothing depends on it. Neither need the directory be there. */
async function show({ deps, path }: Call) {
  const tx = deps.db.manager;
  const [owner, dirname] = [path['owner'] ?? '', path['dirname'] ?? ''];
  const name = dirname.split(':')[0] ?? '';
  const found = await findProject(tx, owner, name);
  const project = required(found, 'missing', `${owner}/${name} copr doesn't exist`);
  const [chroots, directories, dependencies] = await Promise.all([
    keptChroots(tx, project.id),
    listDirs(tx, project.id),
    runtimeDependencies(tx, project),
  ]);
  const { frontendUrl, resultsUrl } = deps.config;
  const input = {
    host: new URL(frontendUrl).hostname,
    resultsUrl,
    main: sectionOf(project),
    multilib: project.multilib,
    deleteAt: project.deleteAt,
    chroots,
    directories,
    ...dependencies,
  };
  return rpmrepo(input, deps.now());
}

const options = z.object({
  cost: z.string().optional(),
  module_hotfixes: z.literal('1').optional(),
  priority: z.int().optional(),
});
const days = z.int().nonnegative().optional();
const named = z.object({ id: z.string(), name: z.string() });

const answer = z
  .object({
    results_url: z.string(),
    repos: z
      .record(
        z.string(),
        z.object({
          arch: z.record(
            z.string(),
            z.object({
              opts: options,
              delete_after_days: days,
              multilib: z.record(z.string(), z.object({ opts: options })).optional(),
            }),
          ),
        }),
      )
      .meta({ description: 'by release, then by architecture' }),
    directories: z.record(z.string(), z.object({ delete_after_days: days })),
    delete_after_days: days.meta({ description: 'of a temporary project' }),
    dependencies: z.array(
      z.union([
        z.object({
          type: z.literal('copr'),
          opts: named,
          data: z.object({ owner: z.string(), projectname: z.string() }),
        }),
        z.object({ type: z.literal('external_baseurl'), opts: named, data: z.object({ pattern: z.string() }) }),
      ]),
    ),
  })
  .meta({ id: 'Rpmrepo' });

export const RPMREPO: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/rpmrepo/:owner/:dirname/:release',
    about: 'All repositories of a project, for dnf5, whose plugin writes the .repo file itself.',
    docs: {
      answer,
      example: {
        results_url: 'https://kopr.example.org/results',
        repos: { 'fedora-42': { arch: { x86_64: { opts: {} } } } },
        directories: { hello: {} },
        dependencies: [],
      },
      errors: [{ status: 404, when: 'There is no such project.', error: "jane/hello copr doesn't exist" }],
    },
    login: false,
    run: show,
  },
];

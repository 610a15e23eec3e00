/** The build of API v3 and its parts, for the API's description, with one of each to show. */
import { z } from 'zod';
import { id, maybeText, ownername, time } from './common.js';
import { exampleRepo, repoAnswer } from './project-chroot.js';

/** Where a build, its source or its part for one chroot stands. */
export const stateAnswer = z
  .enum([
    'failed',
    'succeeded',
    'canceled',
    'running',
    'pending',
    'skipped',
    'starting',
    'importing',
    'forked',
    'waiting',
  ])
  .meta({ id: 'State', description: 'failed, succeeded, canceled, skipped and forked are final' });

/** A build. */
export const buildAnswer = z
  .object({
    id: id('the build’s number'),
    state: stateAnswer,
    ownername,
    projectname: z.string(),
    project_dirname: z.string().meta({ description: 'the project’s name, or a side directory of it' }),
    repo_url: z.string(),
    source_package: z.object({
      name: maybeText('known once the source is read'),
      version: maybeText('`[epoch:]version-release`'),
      url: maybeText('where the source is'),
    }),
    submitted_on: time('when it was submitted'),
    started_on: time('when the first chroot started').nullable(),
    ended_on: time('when the last chroot ended').nullable(),
    submitter: maybeText('null: a webhook'),
    chroots: z.array(z.string()),
    is_background: z.boolean().meta({ description: 'gives way to others' }),
    kopr_batch: id('the number of its batch').nullable(),
    kopr_reason: maybeText('why it failed or was canceled'),
  })
  .meta({ id: 'Build' });

/** What a build's source was made of, or is to be made of. */
export const pinAnswer = z
  .object({
    commit: maybeText('the commit in git'),
    version: maybeText('the version of a package index, or a Subversion revision (`r12`)'),
  })
  .meta({ id: 'Pin', description: 'null: not known yet, or nothing that could change' });

/** A build's part for one chroot. */
export const buildChrootAnswer = z
  .object({
    name: z.string().meta({ description: 'the chroot' }),
    state: stateAnswer,
    started_on: time('when it started').nullable(),
    ended_on: time('when it ended').nullable(),
    result_url: maybeText('where its results and logs are; null until a builder has it'),
    kopr_reason: maybeText('why it failed or was skipped'),
    kopr_attempt: z.int().meta({ description: 'which run of it this is' }),
  })
  .meta({ id: 'BuildChroot' });

/** What a build made: names of packages, as rpm knows them. */
export const builtPackagesAnswer = z
  .object({
    packages: z.array(
      z.object({
        name: z.string(),
        epoch: z.int().nullable(),
        version: z.string(),
        release: z.string(),
        arch: z.string(),
      }),
    ),
  })
  .meta({ id: 'BuiltPackages' });

/** How a build's part is built. What is not known, or left to the instance, is left out. */
export const buildConfigAnswer = z
  .object({
    repos: z.array(repoAnswer),
    additional_repos: z.array(z.string()),
    additional_packages: z.array(z.string()),
    with_opts: z.array(z.string()),
    without_opts: z.array(z.string()),
    memory_limit: z.int().meta({ description: 'in MiB' }),
    timeout: z.int().meta({ description: 'in seconds' }),
    enable_net: z.boolean(),
    is_background: z.boolean(),
    bootstrap: z.string(),
    bootstrap_image: z.string(),
  })
  .partial()
  .meta({ id: 'BuildConfig' });

/** A build that has just been submitted. */
export const exampleBuild: z.input<typeof buildAnswer> = {
  id: 1,
  state: 'pending',
  ownername: 'jane',
  projectname: 'hello',
  project_dirname: 'hello',
  repo_url: 'https://kopr.example.org/results/jane/hello',
  source_package: { name: null, version: null, url: 'https://example.org/hello-2.12.1-1.src.rpm' },
  submitted_on: 1_764_000_000,
  started_on: null,
  ended_on: null,
  submitter: 'jane',
  chroots: ['fedora-42-x86_64'],
  is_background: false,
  kopr_batch: null,
  kopr_reason: null,
};

/** Its part for one chroot. */
export const exampleBuildChroot: z.input<typeof buildChrootAnswer> = {
  name: 'fedora-42-x86_64',
  state: 'waiting',
  started_on: null,
  ended_on: null,
  result_url: null,
  kopr_reason: null,
  kopr_attempt: 0,
};

export const exampleBuiltPackages: z.input<typeof builtPackagesAnswer> = {
  packages: [
    { name: 'hello', epoch: null, version: '2.12.1', release: '1.fc42', arch: 'src' },
    { name: 'hello', epoch: null, version: '2.12.1', release: '1.fc42', arch: 'x86_64' },
  ],
};

export const exampleBuildConfig: z.input<typeof buildConfigAnswer> = {
  repos: [exampleRepo],
  additional_repos: ['copr://jane/hello'],
  additional_packages: [],
  with_opts: [],
  without_opts: [],
  memory_limit: 2048,
  timeout: 18000,
  enable_net: false,
  is_background: false,
};

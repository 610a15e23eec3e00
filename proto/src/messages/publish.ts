/** Repositories: what the publisher is asked and what it says. */
import { z } from 'zod';
import { defineMessage } from '../message.js';
import { attempt, blobRef, buildId, chroot, nevra, projectRef, reason, sha256, taskId } from '../parts.js';

const project = { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' };

/**
 * The project's settings that shape a repository. Those of an order hold for each chroot that it names until the next one says
 * otherwise; a build's may be as old as its submission, so they only count where no order said anything yet.
 */
export const repoSettings = z.object({
  /** createrepo only on demand; builds go to `devel/`. */
  develMode: z.boolean(),
  /**
   * New comps.xml by chroot, as the text lies behind a URL (for it is too long for a message); null drops the old one.
   * Chroots that are not named keep theirs.
   */
  comps: z.record(chroot, blobRef.nullable()).nullable(),
});

export const publishRequested = defineMessage(
  'publish.requested',
  1,
  'An attempt was accepted: sign and publish what its builder put to the intake, if the digest agrees.',
  z.object({
    request: z.uuid(),
    build: buildId,
    task: taskId,
    attempt,
    project: projectRef,
    chroot,
    package: z.string().max(255),
    /** `<owner>/<dirname>/<chroot>/<%08d build>-<package>`. */
    results: z.string().max(500),
    manifest: sha256,
    settings: repoSettings,
  }),
  {
    request: '01890a5d-ac96-774b-bcce-b302099a8057',
    build: 42,
    task: '42-minidistro-13-x86_64',
    attempt: 1,
    project,
    chroot: 'minidistro-13-x86_64',
    package: 'hello',
    results: 'alice/tools/minidistro-13-x86_64/00000042-hello',
    manifest: 'c'.repeat(64),
    settings: { develMode: false, comps: null },
  },
);

/** What can be asked of repositories, apart from publishing a build. */
export const repoVerb = z.enum([
  'create',
  'regenerate',
  'delete-builds',
  'delete',
  'fork',
  'roll-back',
  'reconcile',
  'settings',
  'delete-chroots',
  'delete-dir',
]);

/** Most pairs of one `fork`, so that the order fits into a message even with the longest names. */
export const MAX_FORK_PAIRS = 150;

/** What a fork copies into its chroots: the results of `source`'s builds, each under the number of a build of the fork. */
const forkOrder = z.object({
  source: projectRef,
  pairs: z.array(z.object({ from: buildId, to: buildId, package: z.string().max(255) })).max(MAX_FORK_PAIRS),
});
export type ForkOrder = z.output<typeof forkOrder>;

export const repoRequested = defineMessage(
  'repo.requested',
  1,
  'Do something to a project’s repositories: `create` makes empty signed ones, `delete` removes the project’s tree, `delete-builds` some builds, `delete-chroots` the chroots named of one directory, `delete-dir` a whole side directory; `fork` copies builds of another project, signs them anew and publishes them.',
  z.object({
    request: z.uuid(),
    verb: repoVerb,
    project: projectRef,
    chroots: z.array(chroot).max(200),
    /** For `delete-builds`. */
    builds: z.array(buildId).max(1000).default([]),
    /** For `fork`. */
    fork: forkOrder.nullable().default(null),
    settings: repoSettings,
  }),
  {
    request: '01890a5d-ac96-774b-bcce-b302099a8057',
    verb: 'create',
    project,
    chroots: ['minidistro-13-x86_64'],
    settings: { develMode: false, comps: null },
  },
);

export const repoPublished = defineMessage(
  'repo.published',
  1,
  'A repository’s new metadata is live. `task` is null for orders that were not about a build.',
  z.object({
    request: z.uuid(),
    project: projectRef,
    chroot,
    build: buildId.nullable(),
    task: taskId.nullable(),
    attempt: attempt.nullable(),
    packages: z.array(nevra),
    /** Below the results tree. */
    path: z.string().max(500),
    /** Counts the switches of this repository. */
    revision: z.number().int().min(0),
  }),
  {
    request: '01890a5d-ac96-774b-bcce-b302099a8057',
    project,
    chroot: 'minidistro-13-x86_64',
    build: 42,
    task: '42-minidistro-13-x86_64',
    attempt: 1,
    packages: [{ name: 'hello', epoch: null, version: '1.0', release: '1.md13', arch: 'x86_64' }],
    path: 'alice/tools/minidistro-13-x86_64',
    revision: 2,
  },
);

export const repoFailed = defineMessage(
  'repo.failed',
  1,
  'An order cannot be carried out, and trying again would not help.',
  z.object({
    request: z.uuid(),
    project: projectRef,
    build: buildId.nullable(),
    task: taskId.nullable(),
    attempt: attempt.nullable(),
    reason,
  }),
  {
    request: '01890a5d-ac96-774b-bcce-b302099a8057',
    project,
    build: 42,
    task: '42-minidistro-13-x86_64',
    attempt: 1,
    reason: 'hello-1.0-1.md13.x86_64.rpm: the header names another package',
  },
);

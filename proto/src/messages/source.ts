/** Sources on their way into dist-git. */
import { z } from 'zod';
import { defineMessage } from '../message.js';
import {
  archLimits,
  attempt,
  blobRef,
  buildId,
  commit,
  owner,
  pin,
  projectRef,
  reason,
  round,
  sha256,
  sourceStage,
  sourceType,
} from '../parts.js';

const project = { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' };

/** dist-git branches to import into, one per distribution release. */
const branches = z.array(z.string().regex(/^[\w.+-]+$/)).max(200);
/** Builds of one batch belong together; null: none. */
const batch = z.number().int().positive().nullable().default(null);

export const sourceRequested = defineMessage(
  'source.requested',
  1,
  'A build was submitted: import its finished SRPM, or resolve what must run code first.',
  z.object({
    build: buildId,
    project: projectRef,
    source: z.object({
      type: sourceType,
      /** The finished SRPM; null when the source is something else. */
      srpm: blobRef.nullable(),
      /** The source's own keys, as Copr's source_json. */
      params: z.record(z.string(), z.unknown()),
    }),
    /** What an earlier build of the same source was made of, when just that is wanted; null: what is newest. */
    pin: pin.nullable().default(null),
    /** Only its builder can open the repository: what a branch or tag is now, it finds out by itself. */
    private: z.boolean().default(false),
    branches,
    submitter: owner.nullable(),
    background: z.boolean(),
    batch,
    round,
  }),
  {
    build: 42,
    project,
    source: {
      type: 'upload',
      srpm: { url: 'http://frontend:5000/tmp/kZ3/hello-1.0-1.src.rpm', size: 10240, sha256: 'a'.repeat(64) },
      params: { pkg: 'hello-1.0-1.src.rpm' },
    },
    branches: ['minidistro13'],
    submitter: 'alice',
    background: false,
    batch: null,
  },
);

export const importRequested = defineMessage(
  'import.requested',
  1,
  'The SRPM that a source task built was accepted: import it from dist-git’s intake.',
  z.object({
    build: buildId,
    project: projectRef,
    attempt,
    /** Digest of the manifest that the builder put to the intake, under the source task and this attempt. */
    manifest: sha256,
    /** What the source task was to be made of; what only its tool could find out stands in the manifest. */
    pin: pin.nullable().default(null),
    /**
     * `<owner>/<dirname>/<package>`: the pinned commit of this repository is what was built. When the SRPM has that very
     * spec, nothing is stored anew. Null, or another spec: the SRPM is imported.
     */
    inPlace: z.string().max(500).nullable().default(null),
    branches,
    submitter: owner.nullable(),
    background: z.boolean(),
    batch,
    round,
  }),
  {
    build: 42,
    project,
    attempt: 1,
    manifest: 'c'.repeat(64),
    pin: { commit: 'b'.repeat(40), version: null },
    branches: ['f42'],
    submitter: 'alice',
    background: false,
  },
);

export const sourceForkRequested = defineMessage(
  'source.fork-requested',
  1,
  'A project was forked: copy these packages’ repositories.',
  z.object({ from: projectRef, to: projectRef, packages: z.array(z.string().max(255)).max(500) }),
  { from: project, to: { id: 8, owner: 'bob', name: 'tools', dirname: 'tools' }, packages: ['hello'] },
);

export const sourceResolved = defineMessage(
  'source.resolved',
  1,
  'A movable name (branch, tag) became a fixed one, as far as dist-git can tell; a source task can be queued.',
  z.object({ build: buildId, pin, round }),
  { build: 42, pin: { commit: 'b'.repeat(40), version: null } },
);

export const sourceImported = defineMessage(
  'source.imported',
  1,
  'The source is in dist-git: one commit per branch.',
  z.object({
    build: buildId,
    package: z.string().min(1).max(255),
    epoch: z.number().int().min(0).nullable(),
    version: z.string().max(255),
    release: z.string().max(255),
    /** `<owner>/<dirname>/<package>`, below `/git/` and the lookaside. */
    repository: z.string().max(500),
    commits: z.record(z.string(), commit),
    limits: archLimits,
    /** What the source was made of; null when it was a finished SRPM. */
    pin: pin.nullable().default(null),
    round,
  }),
  {
    build: 42,
    package: 'hello',
    epoch: null,
    version: '1.0',
    release: '1',
    repository: 'alice/tools/hello',
    commits: { minidistro13: 'b'.repeat(40) },
    limits: { '*': { exclusive: [], exclude: [], build: [] } },
  },
);

/** Why an import failed, for machines. */
export const sourceFailure = z.enum([
  'download',
  'not-an-srpm',
  'unsafe-name',
  'too-large',
  'no-spec',
  'unsupported',
  'unresolved',
  'gone',
  'canceled',
  'timeout',
  'storage',
  'internal',
]);

export const sourceFailed = defineMessage(
  'source.failed',
  1,
  'The source could not be imported; the build ends.',
  z.object({
    build: buildId,
    code: sourceFailure,
    stage: sourceStage.default('import'),
    reason,
    /** Whether asking for the import once more may help: nothing need be built or submitted anew. */
    retriable: z.boolean().default(false),
    round,
  }),
  {
    build: 42,
    code: 'download',
    stage: 'download',
    reason: 'http://example.org/x.src.rpm answered 404 Not Found',
    retriable: true,
  },
);

export const gitPushed = defineMessage(
  'git.pushed',
  1,
  'Somebody pushed to a branch of a package in dist-git: one message for each branch that was made or moved.',
  z.object({
    project: projectRef,
    package: z.string().min(1).max(255),
    /** `<owner>/<dirname>/<package>`, below `/git/`. */
    repository: z.string().max(500),
    branch: z.string().min(1).max(200),
    commit,
    /** Where the branch was; null when it is new. */
    before: commit.nullable(),
    pusher: owner,
  }),
  {
    project,
    package: 'hello',
    repository: 'alice/tools/hello',
    branch: 'f42',
    commit: 'b'.repeat(40),
    before: null,
    pusher: 'alice',
  },
);

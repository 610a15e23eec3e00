/** The pieces that several messages share. Names of the field: see the design's list of names. */
import { z } from 'zod';

/** Build ids are plain numbers, as Copr's. */
export const buildId = z.number().int().positive();
/** `<build>` for a source task, `<build>-<chroot>` for an RPM task (Copr's task ids). */
export const taskId = z
  .string()
  .regex(/^[1-9][0-9]*(-[\w.+-]+)?$/)
  .max(120);
export const taskKind = z.enum(['source', 'rpm']);
/** Attempts count from 1; 0 means that none was made yet. */
export const attempt = z.number().int().min(0);
/** A user's name or `@group`. */
export const owner = z
  .string()
  .regex(/^@?[\w.-]+$/)
  .max(100);
export const chroot = z
  .string()
  .regex(/^[\w.+-]+-[\w.+]+-[\w]+$/)
  .max(100);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
/** ISO 8601, UTC. */
export const time = z.iso.datetime();
/** Text for people; cut by the sender. */
export const reason = z.string().max(2000);

/** Which project, and which of its side directories. The id tells a project from a later one of the same name. */
export const projectRef = z.object({
  id: z.number().int().positive(),
  owner,
  name: z.string().min(1).max(100),
  dirname: z.string().min(1).max(200),
});
export type ProjectRef = z.output<typeof projectRef>;

/** Bulk bytes never travel on the bus, only this. Size in bytes. */
export const blobRef = z.object({ url: z.url(), size: z.number().int().min(0).nullable(), sha256: sha256.nullable() });
export type BlobRef = z.output<typeof blobRef>;

/** Name, epoch, version, release and architecture of one built package; epoch null when unset. */
export const nevra = z.object({
  name: z.string().max(255),
  epoch: z.number().int().min(0).nullable(),
  version: z.string().max(255),
  release: z.string().max(255),
  arch: z.string().max(32),
});
export type Nevra = z.output<typeof nevra>;

/** What a task may use: memory and disk in MiB, CPUs as a number, processes as a count. */
export const resourceClass = z.object({
  memoryMb: z.number().int().positive(),
  cpus: z.number().positive(),
  pids: z.number().int().positive(),
  diskMb: z.number().int().positive(),
});
export type ResourceClass = z.output<typeof resourceClass>;

export const engine = z.enum(['mock', 'rpmbuild']);
export type Engine = z.output<typeof engine>;

/** The final and the other states of a chroot; the moves stand in shared/domain. */
export const outcome = z.enum(['succeeded', 'failed', 'skipped', 'stopped']);
export type Outcome = z.output<typeof outcome>;

/** Where an RPM of this source may be built; all three lists may be empty. Key: `<distribution>-<version>`, or `*` for all. */
export const archLimits = z.record(
  z.string(),
  z.object({ exclusive: z.array(z.string()), exclude: z.array(z.string()), build: z.array(z.string()) }),
);
export type ArchLimits = z.output<typeof archLimits>;

/** What a movable source came to: a git commit; or the version that a package index gave, or a Subversion revision (`r12`). Null: not known, or none. */
export const pin = z.object({
  commit: commit.nullable().default(null),
  version: z.string().min(1).max(255).nullable().default(null),
});
export type Pin = z.output<typeof pin>;

/** Copr's source types by name. `link` and `upload` of a finished SRPM need no builder; their lone spec files do. */
export const sourceType = z.enum(['link', 'upload', 'pypi', 'rubygems', 'scm', 'custom', 'distgit']);
export type SourceTypeName = z.output<typeof sourceType>;

/** Where on its way into dist-git a source failed. Copr's fail types follow from it. */
export const sourceStage = z.enum([
  'resolve',
  'download',
  'clone',
  'checkout',
  'subdirectory',
  'srpm-build',
  'unpack',
  'query',
  'import',
  'storage',
  'timeout',
  'internal',
]);
export type SourceStage = z.output<typeof sourceStage>;

/** How often a person asked for an import anew; an answer of an earlier round comes too late. */
export const round = z.number().int().min(0).max(1000).default(0);

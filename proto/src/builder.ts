/** What is said between the builder (outside the house) and the house: token, manifest, control lines. */
import { z } from 'zod';
import { attempt, nevra, pin, sha256, sourceStage, taskId } from './parts.js';

/** Payload of a builder token, signed (Ed25519) by builder-manager. `use`: the builder's own, or the manager's for logs. */
export const builderToken = z.object({
  task: taskId,
  attempt,
  use: z.enum(['builder', 'manager']),
  /** Unix seconds. */
  expiry: z.number().int().positive(),
  /** How many bytes may be put under it, all in all. */
  bytes: z.number().int().min(0),
  /** Path below the results tree, from `task.assigned`. */
  results: z.string().min(1).max(500),
});
export type BuilderToken = z.output<typeof builderToken>;

/** File names that a builder may deliver besides RPMs. */
export const RESULT_FILE_NAMES = [
  'build.log',
  'root.log',
  'state.log',
  'hw_info.log',
  'installed_pkgs.log',
  'results.json',
  'configs.tar.gz',
  'success',
] as const;

/** One file of a result: put to the intake by its digest. Size in bytes. */
export const manifestFile = z.object({ name: z.string().min(1).max(300), size: z.number().int().min(0), sha256 });

/** What one attempt produced. Its digest is the SHA-256 of the exact bytes that were put. */
export const manifest = z.object({
  task: taskId,
  attempt,
  outcome: z.enum(['succeeded', 'failed', 'skipped']),
  /** Why it failed: the stage in words, and the last telling line. */
  reason: z.string().max(2000).nullable(),
  files: z.array(manifestFile).max(2000),
  packages: z.array(nevra).max(2000),
  /** Of a source task: where it failed, and what the source turned out to be made of. */
  stage: sourceStage.nullable().default(null),
  pin: pin.nullable().default(null),
});
export type Manifest = z.output<typeof manifest>;

/** The builder's steps, in order; said on its standard error as control lines. */
export const phase = z.enum(['definition', 'sources', 'srpm', 'dependencies', 'build', 'collect', 'upload', 'done']);

/** Control lines: one JSON object a line on the builder's standard error. */
export const controlLine = z.discriminatedUnion('kopr', [
  z.object({ kopr: z.literal('phase'), phase, at: z.number() }),
  /** `off`: cut the container from its network; `on`: connect it again. The builder waits until it sees it done. */
  z.object({ kopr: z.literal('network'), want: z.enum(['off', 'on']) }),
  z.object({
    kopr: z.literal('manifest'),
    sha256,
    outcome: z.enum(['succeeded', 'failed', 'skipped']),
    reason: z.string().max(2000).nullable(),
    stage: sourceStage.nullable().default(null),
  }),
  /** The builder cannot even say a manifest (no definition, or its results were refused): why, in words. */
  z.object({
    kopr: z.literal('died'),
    reason: z.string().max(2000),
    /** `host`: nothing is wrong with the task, and another worker host may well do it. */
    fault: z.enum(['task', 'host']).default('task'),
  }),
]);
export type ControlLine = z.output<typeof controlLine>;

/** Exit code of a builder whose attempt the frontend no longer wants: superseded or canceled. Nobody waits for a result. */
export const EXIT_SUPERSEDED = 75;

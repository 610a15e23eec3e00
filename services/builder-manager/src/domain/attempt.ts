/** One attempt as its container's labels say it: all that this service knows of it, also after a restart. */
import type { Body, ResourceClass } from '@kopr/proto';
import { taskId } from '@kopr/proto';
import { z } from 'zod';

const PREFIX = 'org.kopr.';

const attemptShape = z.object({
  task: taskId,
  attempt: z.coerce.number().int().positive(),
  kind: z.enum(['source', 'rpm']),
  build: z.coerce.number().int().positive(),
  host: z.string(),
  /** Path below the results tree; goes into tokens. */
  results: z.string(),
  /** Seconds from the container's start to its forced end. */
  timeLimitS: z.coerce.number().int().positive(),
  /** MiB, for the words of an end by want of memory. */
  memoryMb: z.coerce.number().int().positive(),
  /** W3C traceparent, so that the story goes on under the same trace after a restart. */
  trace: z.string(),
});
export type Attempt = z.output<typeof attemptShape>;

/** What starting an attempt takes besides what its labels keep. */
export interface Launch {
  readonly attempt: Attempt;
  readonly engine: Body<'task.assigned'>['engine'];
  readonly image: string;
  readonly class: ResourceClass;
  /** The builder's token; goes into a file. */
  readonly token: string;
}

/** The attempt that an assignment asks for. */
export function attemptOf(assigned: Body<'task.assigned'>, trace: string): Attempt {
  const { task, attempt, kind, build, host, results, timeLimitS } = assigned;
  return { task, attempt, kind, build, host, results, timeLimitS, memoryMb: assigned.class.memoryMb, trace };
}

/** The labels of an attempt's container. `instance`: which installation it belongs to. */
export function labelsOf(attempt: Attempt, instance: string): Record<string, string> {
  const labels = Object.entries(attempt).map(([key, value]) => [PREFIX + key, String(value)] as const);
  return { [`${PREFIX}instance`]: instance, ...Object.fromEntries(labels) };
}

/** Filter for one installation's containers. */
export function instanceLabel(instance: string): string {
  return `${PREFIX}instance=${instance}`;
}

/** Reads labels back; undefined when they are not of an attempt. */
export function attemptFrom(labels: Readonly<Record<string, string>>): Attempt | undefined {
  const bare = Object.fromEntries(
    Object.entries(labels)
      .filter(([key]) => key.startsWith(PREFIX))
      .map(([key, value]) => [key.slice(PREFIX.length), value]),
  );
  return attemptShape.safeParse(bare).data;
}

/** The container's name: one per attempt, so that starting the same attempt twice finds the first. */
export function containerName({ task, attempt }: Pick<Attempt, 'task' | 'attempt'>, instance: string): string {
  return `${instance}-${task}-${attempt}`.replace(/[^\w.-]/g, '_');
}

/** Key of an attempt in maps. */
export function keyOf({ task, attempt }: Pick<Attempt, 'task' | 'attempt'>): string {
  return `${task}#${attempt}`;
}

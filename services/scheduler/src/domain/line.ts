/**
 * What the scheduler knows, as plain records. Tasks, ends and cancels are kept in Redis; the rest is heard again in every
 * term: a leader that starts anew knows no host until that host has spoken.
 */
import type { Placement } from '@kopr/proto';
import type { Queues, Waiting } from './queues.js';

/** One task that is not over: waiting for a slot, or placed on a worker host. */
export interface Task {
  readonly placement: Placement;
  /** The last attempt that was made or heard of; the next one is higher. */
  readonly attempt: number;
  /** That attempt was given up: nothing that it still does counts. */
  readonly lost: boolean;
  /** The worker host that has the attempt; null while the task waits. */
  readonly host: string | null;
  readonly losses: number;
  readonly lostOn: readonly string[];
  /** The trace that queued it (traceparent); its assignments continue it. */
  readonly trace: string;
}

/** A task that is over: a tombstone, so that late and repeated news of it changes nothing. Times are in ms. */
export interface Ended {
  readonly attempt: number;
  readonly at: number;
  /** Why it was given up, if it was: then no later attempt is made either, whoever asks. */
  readonly givenUp?: string;
}

/** A container that exists on a worker host, or an assignment that the host has taken. */
export interface Running {
  readonly task: string;
  readonly attempt: number;
}

/** A worker host by its last report. */
export interface Host {
  readonly name: string;
  /** When it says that it wrote the report: ISO 8601, by its manager's clock. */
  readonly at: string;
  /** When the report was heard, ms, by our clock. */
  readonly heardAt: number;
  readonly arches: readonly string[];
  readonly engines: readonly string[];
  readonly tags: readonly string[];
  readonly slots: number;
  readonly draining: boolean;
  readonly running: readonly Running[];
}

/** The whole line, changed only by `apply`. */
export interface Line {
  readonly waiting: Map<string, Task>;
  /** The waiting once more, in their turn. */
  readonly queues: Queues;
  readonly placed: Map<string, Task>;
  readonly ended: Map<string, Ended>;
  /** Canceled builds and when, ms; also of builds whose tasks are not known yet. */
  readonly canceled: Map<number, number>;
  readonly hosts: Map<string, Host>;
  /** When a placed task was last known to be with its host, ms. */
  readonly seen: Map<string, number>;
  /** Stop orders by `<host> <task> <attempt>`, and when they were said, ms. */
  readonly stops: Map<string, number>;
  /** Silence before this does not count against anybody: the bus was away, or another led, ms. */
  since: number;
  /** No assignments before this: after a rebuild, hosts may run what the line does not know yet, ms. */
  quietUntil: number;
}

/** A line without anything, of a term that begins at `now`. */
export function emptyLine(now: number): Line {
  return {
    waiting: new Map(),
    queues: new Map(),
    placed: new Map(),
    ended: new Map(),
    canceled: new Map(),
    hosts: new Map(),
    seen: new Map(),
    stops: new Map(),
    since: now,
    quietUntil: now,
  };
}

/** The record of a task that is not over. */
export function taskOf(line: Line, id: string): Task | undefined {
  return line.waiting.get(id) ?? line.placed.get(id);
}

/** The build that a task belongs to: task ids are `<build>` or `<build>-<chroot>`. */
export function buildOf(task: string): number {
  return Number(task.split('-', 1)[0]);
}

/** Whether the build of this task was canceled. */
export function isCanceled(line: Line, task: string): boolean {
  return line.canceled.has(buildOf(task));
}

/** A task as its queue knows it. */
export function waitingOf({ placement, lostOn }: Task): Waiting {
  const { task, owner, priority, arch, engine, tags, queuedAt } = placement;
  return { task, owner, priority, arch, engine, tags, lostOn, queuedAt: Date.parse(queuedAt) };
}

/**
 * The waiting tasks in queues of one owner and one kind of needs each, in their turn. Kept up to date change by change, so
 * that filling a slot looks at the heads only, however many wait behind them.
 */
import type { Needs } from './fits.js';
import { PRIORITY_STEP_MS } from './limits.js';

/** A task in line. `queuedAt` in ms. */
export interface Waiting extends Needs {
  readonly task: string;
  readonly owner: string;
  /** 0 is ordinary, 10 background; lower goes first. */
  readonly priority: number;
  readonly queuedAt: number;
}

/** Tasks that only differ by age and weight. */
export interface Queue {
  readonly owner: string;
  readonly needs: Needs;
  /** Equal for queues, of whichever owner, that the same hosts fit. */
  readonly kind: string;
  readonly tasks: Waiting[];
}

/** All queues by owner and kind. */
export type Queues = Map<string, Queue>;

/** The queues of these tasks. */
export function queuesOf(waiting: readonly Waiting[]): Queues {
  const queues: Queues = new Map();
  for (const task of waiting) enqueue(queues, task);
  return queues;
}

/** Puts a task in its place. */
export function enqueue(queues: Queues, task: Waiting): void {
  const { arch, engine, tags, lostOn, owner } = task;
  const kind = kindOf(task);
  const key = `${owner} ${kind}`;
  const queue = queues.get(key) ?? { owner, kind, needs: { arch, engine, tags, lostOn }, tasks: [] };
  queues.set(key, queue);
  queue.tasks.splice(placeOf(queue.tasks, task), 0, task);
}

/** Takes a task out, wherever it stands; it must be as it was put in. */
export function dequeue(queues: Queues, task: Waiting): void {
  const key = `${task.owner} ${kindOf(task)}`;
  const queue = queues.get(key);
  const at = queue ? placeOf(queue.tasks, task) : -1;
  if (queue?.tasks[at]?.task !== task.task) return;
  queue.tasks.splice(at, 1);
  if (queue.tasks.length === 0) queues.delete(key);
}

/** Which of two goes first: the older, as if priority were time spent in line; of equals the first by name. */
export function byTurn(a: Waiting, b: Waiting): number {
  return turnOf(a) - turnOf(b) || (a.task < b.task ? -1 : Number(a.task > b.task));
}

function turnOf({ queuedAt, priority }: Waiting): number {
  return queuedAt + priority * PRIORITY_STEP_MS;
}

function kindOf({ arch, engine, tags, lostOn }: Needs): string {
  return JSON.stringify([arch, engine, tags, lostOn]);
}

/** The index of the first task that does not go before this one. */
function placeOf(tasks: readonly Waiting[], task: Waiting): number {
  let [low, high] = [0, tasks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = tasks[middle];
    if (other && byTurn(other, task) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

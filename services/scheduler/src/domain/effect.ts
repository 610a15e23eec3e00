/** What a decision comes to, as values: records to keep, things to say. Deciding is pure; only `apply` changes the line. */
import type { BodyInput, MessageType } from '@kopr/proto';
import { waitingOf, type Ended, type Host, type Line, type Task } from './line.js';
import { dequeue, enqueue } from './queues.js';

/** A message to be said, with the trace that it continues (null: whatever runs now). */
export type Said<S extends SaidType = SaidType> = {
  [T in S]: { readonly type: T; readonly body: BodyInput<T>; readonly trace: string | null };
}[S];
/** What the scheduler says. */
export type SaidType = Extract<
  MessageType,
  'task.assigned' | 'task.stop-requested' | 'task.requeued' | 'task.given-up'
>;

/** One change. The first five are kept in Redis or said; `hear`, `see` and `ordered` live only in this term's memory. */
export type Effect =
  /** Puts a record in, in place of the one that was there. */
  | { readonly do: 'put'; readonly task: Task }
  /** The task is over, whatever is known of it. */
  | { readonly do: 'end'; readonly id: string; readonly ended: Ended }
  | { readonly do: 'cancel'; readonly build: number; readonly at: number }
  | {
      readonly do: 'forget';
      readonly ended: readonly string[];
      readonly canceled: readonly number[];
      readonly orders: readonly string[];
    }
  | { readonly do: 'say'; readonly said: Said }
  | { readonly do: 'hear'; readonly host: Host }
  | { readonly do: 'see'; readonly id: string; readonly at: number }
  | { readonly do: 'ordered'; readonly order: string; readonly at: number };

/** Makes one change in the line. Saying changes nothing there. */
export function apply(line: Line, effect: Effect): void {
  switch (effect.do) {
    case 'put':
      put(line, effect.task);
      return;
    case 'end':
      drop(line, effect.id);
      line.ended.set(effect.id, effect.ended);
      return;
    case 'cancel':
      line.canceled.set(effect.build, effect.at);
      return;
    case 'hear':
      line.hosts.set(effect.host.name, effect.host);
      return;
    case 'see':
      line.seen.set(effect.id, effect.at);
      return;
    case 'ordered':
      line.stops.set(effect.order, effect.at);
      return;
    case 'forget':
      for (const id of effect.ended) line.ended.delete(id);
      for (const build of effect.canceled) line.canceled.delete(build);
      for (const order of effect.orders) line.stops.delete(order);
      return;
    case 'say':
      return;
  }
}

/** The messages among the changes, in their order. */
export function saidIn(effects: readonly Effect[]): Said[] {
  return effects.flatMap((effect) => (effect.do === 'say' ? [effect.said] : []));
}

function put(line: Line, task: Task): void {
  const id = task.placement.task;
  drop(line, id);
  line.ended.delete(id);
  if (task.host === null) enqueue(line.queues, waitingOf(task));
  (task.host === null ? line.waiting : line.placed).set(id, task);
}

function drop(line: Line, id: string): void {
  const waiting = line.waiting.get(id);
  if (waiting) dequeue(line.queues, waitingOf(waiting));
  line.waiting.delete(id);
  line.placed.delete(id);
  line.seen.delete(id);
}

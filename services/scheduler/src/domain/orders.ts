/** The messages that several decisions say. */
import type { Effect, Said } from './effect.js';
import type { Line, Running, Task } from './line.js';
import { REORDER_MS } from './limits.js';

/** Orders a host to stop a container, unless it was ordered to a moment ago. */
export function stop(line: Line, host: string, { task, attempt }: Running, reason: string, now: number): Effect[] {
  const order = `${host} ${task} ${attempt}`;
  const last = line.stops.get(order);
  if (last !== undefined && now - last < REORDER_MS) return [];
  const said: Said = { type: 'task.stop-requested', body: { task, attempt, host, reason }, trace: null };
  return [
    { do: 'ordered', order, at: now },
    { do: 'say', said },
  ];
}

/** The order to start the next attempt of a task on a host, and the record of it. */
export function assign(task: Task, host: string, now: number): Effect[] {
  const attempt = task.attempt + 1;
  const said: Said = { type: 'task.assigned', body: { ...task.placement, attempt, host }, trace: task.trace };
  return [
    { do: 'put', task: { ...task, attempt, lost: false, host } },
    { do: 'see', id: task.placement.task, at: now },
    { do: 'say', said },
  ];
}

/** A host has this attempt, whoever placed it: the record follows what is really there. */
export function adopt(task: Task, attempt: number, host: string, now: number): Effect[] {
  return [
    { do: 'put', task: { ...task, attempt, lost: false, host } },
    { do: 'see', id: task.placement.task, at: now },
  ];
}

/** The task is over with this attempt. */
export function end(id: string, attempt: number, now: number, givenUp?: string): Effect {
  return { do: 'end', id, ended: { attempt, at: now, ...(givenUp !== undefined && { givenUp }) } };
}

/** The task is over because it was lost too often. */
export function giveUp(
  { placement, attempt, trace }: Pick<Task, 'placement' | 'attempt' | 'trace'>,
  reason: string,
  now: number,
): Effect[] {
  const { task, kind, build } = placement;
  const said: Said = { type: 'task.given-up', body: { task, kind, build, attempt, reason }, trace };
  return [end(task, attempt, now, reason), { do: 'say', said }];
}

/** News of an attempt's start and end. */
import type { Body } from '@kopr/proto';
import type { Effect } from './effect.js';
import { taskOf, type Host, type Line, type Running, type Task } from './line.js';
import { adopt, end } from './orders.js';

/** A container runs: whoever heard of its assignment first, the task is there now. */
export function startTask(line: Line, { task: id, attempt, host }: Body<'task.started'>, now: number): Effect[] {
  const task = taskOf(line, id);
  if (!task || attempt < task.attempt || isGivenUp(task, attempt)) return [];
  if (attempt === task.attempt && task.host !== null) return [{ do: 'see', id, at: now }];
  return adopt(task, attempt, host, now);
}

/** A container is gone: its slot is free, and the task is over unless the attempt was given up before. */
export function finishTask(line: Line, { task: id, attempt, host }: Body<'task.finished'>, now: number): Effect[] {
  const freed = without(line, host, { task: id, attempt });
  const task = taskOf(line, id);
  if (task && (attempt < task.attempt || isGivenUp(task, attempt))) return freed;
  // Also when the task is not known: the news may have overtaken the one that queued it.
  const ended = line.ended.get(id);
  return attempt >= (ended?.attempt ?? 0) ? [...freed, end(id, attempt, now, ended?.givenUp)] : freed;
}

/** The host's last report, without a container of which is known that it is gone. */
export function without(line: Line, name: string, gone: Running): Effect[] {
  const host: Host | undefined = line.hosts.get(name);
  if (!host) return [];
  const running = host.running.filter(({ task, attempt }) => task !== gone.task || attempt !== gone.attempt);
  return running.length === host.running.length ? [] : [{ do: 'hear', host: { ...host, running } }];
}

function isGivenUp(task: Task, attempt: number): boolean {
  return task.lost && attempt === task.attempt;
}

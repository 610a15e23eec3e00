/** An attempt is lost: back in line with its old place, or the end after too many losses. */
import type { Body } from '@kopr/proto';
import type { Effect, Said } from './effect.js';
import { without } from './finish-task.js';
import { isCanceled, taskOf, type Line, type Task } from './line.js';
import { MOST_LOSSES } from './limits.js';
import { end, giveUp } from './orders.js';

/** Its manager says that an attempt is gone. Old and already lost attempts are no news. */
export function loseTask(line: Line, news: Body<'task.lost'>, now: number): Effect[] {
  const { task: id, attempt, host, reason } = news;
  const freed = without(line, host, { task: id, attempt });
  const task = taskOf(line, id);
  if (!task || attempt < task.attempt || (attempt === task.attempt && task.lost)) return freed;
  return [...freed, ...lose(line, { ...task, attempt }, host, reason, now)];
}

/** Counts a loss of the task's current attempt. A canceled task is just over. */
export function lose(line: Line, task: Task, host: string, reason: string, now: number): Effect[] {
  const { task: id, kind, build } = task.placement;
  const { attempt, trace } = task;
  if (isCanceled(line, id)) return [end(id, attempt, now)];
  const losses = task.losses + 1;
  if (losses >= MOST_LOSSES) {
    return giveUp(task, cut(`lost ${losses} times, last on ${host}: ${reason}`), now);
  }
  const lostOn = [...new Set([...task.lostOn, host])];
  const said: Said = {
    type: 'task.requeued',
    body: { task: id, kind, build, attempt, losses, reason: cut(reason) },
    trace,
  };
  return [
    { do: 'put', task: { ...task, lost: true, host: null, losses, lostOn } },
    { do: 'say', said },
  ];
}

/** As long as a reason may be on the bus. */
function cut(reason: string): string {
  return reason.slice(0, 2000);
}

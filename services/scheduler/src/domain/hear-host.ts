/** A worker host says what it has: the only truth about what runs. The line follows it, or orders what must not run to stop. */
import type { Body } from '@kopr/proto';
import type { Effect } from './effect.js';
import { isCanceled, taskOf, type Host, type Line, type Running } from './line.js';
import { FAREWELL_MS, FRESH_MS } from './limits.js';
import { adopt, stop } from './orders.js';

/** Takes a report; one that is older than the last is no news. */
export function hearHost(line: Line, report: Body<'hosts.reported'>, now: number): Effect[] {
  const last = line.hosts.get(report.host);
  // The clock of another manager may be behind: after a silence its reports count all the same.
  if (last && Date.parse(report.at) < Date.parse(last.at) && now - last.heardAt < FRESH_MS) return [];
  const { host: name, at, arches, engines, tags, slots, draining, running } = report;
  const host: Host = { name, at, heardAt: now, arches, engines, tags, slots, draining, running };
  return [{ do: 'hear', host }, ...running.flatMap((entry) => hearEntry(line, name, entry, now))];
}

function hearEntry(line: Line, host: string, entry: Running, now: number): Effect[] {
  const task = taskOf(line, entry.task);
  if (!task) return hearUnknown(line, host, entry, now);
  const isHere = task.host === host && task.attempt === entry.attempt;
  if (isHere) return [{ do: 'see', id: entry.task, at: now }, ...stopCanceled(line, host, entry, now)];
  const isNews = task.host === null ? entry.attempt >= task.attempt && !task.lost : false;
  if (isNews || entry.attempt > task.attempt) {
    const old =
      task.host === null ? [] : stop(line, task.host, { task: entry.task, attempt: task.attempt }, AHEAD, now);
    return [...old, ...adopt(task, entry.attempt, host, now)];
  }
  return stop(line, host, entry, 'the attempt was given up', now);
}

const AHEAD = 'another worker host has a later attempt';

/** Canceled, over, or never heard of: the last is left alone, for the line may be rebuilding. */
function hearUnknown(line: Line, host: string, entry: Running, now: number): Effect[] {
  if (isCanceled(line, entry.task)) return stopCanceled(line, host, entry, now);
  const ended = line.ended.get(entry.task);
  if (!ended || entry.attempt > ended.attempt || now - ended.at < FAREWELL_MS) return [];
  return stop(line, host, entry, 'the task is over', now);
}

function stopCanceled(line: Line, host: string, entry: Running, now: number): Effect[] {
  return isCanceled(line, entry.task) ? stop(line, host, entry, 'canceled', now) : [];
}

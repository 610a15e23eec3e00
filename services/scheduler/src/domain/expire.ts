/** What time does: placed tasks that nobody sees are lost, tombstones are forgotten. */
import type { Effect } from './effect.js';
import type { Line, Task } from './line.js';
import { FRESH_MS, REMEMBER_MS, REORDER_MS, SILENT_MS, UNSEEN_MS } from './limits.js';
import { lose } from './lose-task.js';
import { stop } from './orders.js';

/** Losses of placed tasks whose host is silent, or reports without them. Only to be asked while the bus is up. */
export function loseUnseen(line: Line, now: number): Effect[] {
  return [...line.placed.values()].flatMap((task) => {
    const { host, attempt, placement } = task;
    const reason = host === null ? undefined : whyLost(line, task, host, now);
    if (host === null || reason === undefined) return [];
    // The assignment may still be in the host's queue: a stop behind it ends what would come of it.
    const order = stop(line, host, { task: placement.task, attempt }, 'the attempt was given up', now);
    return [...order, ...lose(line, task, host, reason, now)];
  });
}

function whyLost(line: Line, { placement }: Task, host: string, now: number): string | undefined {
  const heardAt = Math.max(line.hosts.get(host)?.heardAt ?? 0, line.since);
  const seenAt = Math.max(line.seen.get(placement.task) ?? 0, line.since);
  if (now - heardAt >= SILENT_MS) return `worker host ${host} has been silent for ${SILENT_MS / 1000} s`;
  const isHeard = line.hosts.has(host) && now - heardAt < FRESH_MS;
  if (isHeard && now - seenAt >= UNSEEN_MS) return `worker host ${host} does not have it any more`;
  return undefined;
}

/** Forgets tombstones that are old enough. A canceled build is remembered while any task of it is placed. */
export function forgetOld(line: Line, now: number): Effect[] {
  const placedBuilds = new Set([...line.placed.values()].map(({ placement }) => placement.build));
  const isOld = (at: number, ms: number) => now - at >= ms;
  const ended = [...line.ended].filter(([, { at }]) => isOld(at, REMEMBER_MS)).map(([id]) => id);
  const canceled = [...line.canceled]
    .filter(([build, at]) => isOld(at, REMEMBER_MS) && !placedBuilds.has(build))
    .map(([build]) => build);
  const orders = [...line.stops].filter(([, at]) => isOld(at, REORDER_MS)).map(([order]) => order);
  return ended.length + canceled.length + orders.length === 0 ? [] : [{ do: 'forget', ended, canceled, orders }];
}

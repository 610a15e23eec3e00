/** Fills free slots: what the line and the hosts' reports come to, handed to `pickNext`. */
import type { Effect } from './effect.js';
import type { Line, Task } from './line.js';
import { FRESH_MS } from './limits.js';
import { assign } from './orders.js';
import { pickNext, type Room } from './pick-next.js';

/** The assignments to make now. */
export function dispatch(line: Line, now: number): Effect[] {
  if (line.waiting.size === 0 || now < line.quietUntil) return [];
  const room = roomOf(line, now);
  if (room.hosts.every(({ free }) => free === 0)) return [];
  return pickNext(line.queues, room).flatMap(({ task: id, host }) => {
    const task = line.waiting.get(id);
    return task ? assign(task, host, now) : [];
  });
}

/** The hosts that may get work: heard of in this term, lately, and not draining. */
function roomOf(line: Line, now: number): Room {
  const placed = [...line.placed.values()];
  const taken = takenByHost(line, placed);
  const hosts = [...line.hosts.values()]
    .filter(({ heardAt, draining }) => !draining && now - heardAt < FRESH_MS)
    .map((host) => ({ ...host, free: Math.max(0, host.slots - (taken.get(host.name)?.size ?? 0)) }));
  const runningByOwner = new Map<string, number>();
  for (const { placement } of placed) {
    runningByOwner.set(placement.owner, (runningByOwner.get(placement.owner) ?? 0) + 1);
  }
  return { hosts, runningByOwner };
}

/** Attempts that hold a slot: what was placed on a host, and whatever else it says that it has. */
function takenByHost(line: Line, placed: readonly Task[]): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { name, running } of line.hosts.values()) {
    taken.set(name, new Set(running.map(({ task, attempt }) => `${task} ${attempt}`)));
  }
  for (const { placement, attempt, host } of placed) {
    if (host !== null) taken.get(host)?.add(`${placement.task} ${attempt}`);
  }
  return taken;
}

/** A task wants a slot: said once by the frontend, and again when the line is rebuilt. */
import type { Placement } from '@kopr/proto';
import type { Effect } from './effect.js';
import { isCanceled, taskOf, type Line, type Running } from './line.js';
import { adopt, giveUp } from './orders.js';

/** Puts a task in line, or where a host already has it; what is known, over or canceled stays as it is. */
export function queueTask(line: Line, placement: Placement, trace: string, now: number): Effect[] {
  const { task: id, attempt } = placement;
  if (isCanceled(line, id)) return [];
  const ended = line.ended.get(id);
  // Whoever still asks has not heard that it was given up. A last attempt that was stopped then is no new chance, either.
  if (ended?.givenUp !== undefined)
    return giveUp({ placement, attempt: Math.max(attempt, ended.attempt), trace }, ended.givenUp, now);
  if (ended && ended.attempt >= attempt) return [];
  const known = taskOf(line, id);
  // A higher attempt than ours means that our record is old: the frontend has heard of assignments that it has not.
  if (known && known.attempt >= attempt) return [];
  const fresh = { placement, attempt, lost: false, host: null, losses: 0, lostOn: [], trace };
  const task = known ? { ...fresh, losses: known.losses, lostOn: known.lostOn } : fresh;
  const there = whereIs(line, id, attempt);
  return there ? adopt(task, there.attempt, there.host, now) : [{ do: 'put', task }];
}

/** The host that runs this task, by the reports, if its attempt is not older than the one asked for. */
function whereIs(line: Line, id: string, from: number): (Running & { host: string }) | undefined {
  const found = [...line.hosts.values()].flatMap(({ name: host, running }) =>
    running.filter(({ task, attempt }) => task === id && attempt >= from).map((entry) => ({ ...entry, host })),
  );
  return found.sort((a, b) => b.attempt - a.attempt)[0];
}

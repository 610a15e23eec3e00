/** A build was canceled: what waits is dropped, what runs is stopped, and what comes later is refused. */
import type { Body } from '@kopr/proto';
import type { Effect } from './effect.js';
import { buildOf, type Line } from './line.js';
import { end, stop } from './orders.js';

/** A running task keeps its slot until its container is gone. */
export function cancelBuild(line: Line, { build, reason }: Body<'build.cancel-requested'>, now: number): Effect[] {
  const waiting = [...line.waiting.values()]
    .filter(({ placement }) => buildOf(placement.task) === build)
    .map(({ placement, attempt }) => end(placement.task, attempt, now));
  const placed = [...line.placed.values()]
    .filter(({ placement }) => buildOf(placement.task) === build)
    .flatMap(({ placement, attempt, host }) =>
      host === null ? [] : stop(line, host, { task: placement.task, attempt }, reason, now),
    );
  const strays = [...line.hosts.values()].flatMap(({ name, running }) =>
    running
      .filter(({ task }) => buildOf(task) === build && !line.placed.has(task))
      .flatMap((entry) => stop(line, name, entry, reason, now)),
  );
  return [{ do: 'cancel', build, at: now }, ...waiting, ...placed, ...strays];
}

/** The scheduler: its real decisions, under leaders that take over from one another and a Redis that may be emptied. */
import { play, type News } from '../../../services/scheduler/src/domain/decide.js';
import { apply } from '../../../services/scheduler/src/domain/effect.js';
import { emptyLine, type Line } from '../../../services/scheduler/src/domain/line.js';
import { QUIET_MS } from '../../../services/scheduler/src/domain/limits.js';
import type { Bus, Ears, Said } from './bus.js';
import type { Clock } from './clock.js';

/** What happens to it, and what it knows. */
export interface Scheduler {
  line(): Line;
  /** Another replica leads: it has the records, and nothing else. */
  takeOver(): void;
  /** Redis has lost everything: the line, tombstones, and what was still to be said. */
  empty(): void;
}

const TICK_MS = 2_000;
const CLEANING_MS = 60_000;
const REQUEST = '01890a5d-ac96-774b-bcce-b302099a8057';
const TRACE = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
const HEARD = [
  'task.queued',
  'task.started',
  'task.finished',
  'task.lost',
  'hosts.reported',
  'build.cancel-requested',
] as const;

/** Opens it with an empty line. */
export function openScheduler(clock: Clock, bus: Bus): Scheduler {
  let line = emptyLine(clock.now());
  const hear = (news: News): void => {
    for (const { type, body } of play(line, news, clock.now())) bus.say('scheduler', type, body);
  };
  const asItIs = (type: (typeof HEARD)[number]): Ears => ({
    [type]: (body: Said['body']) => hear({ type, body, trace: TRACE } as News),
  });
  bus.listen('scheduler', Object.assign({}, ...HEARD.map(asItIs)) as Ears);
  clock.every(TICK_MS, () => hear({ type: 'time' }));
  clock.every(CLEANING_MS, () => hear({ type: 'cleaning' }));
  return {
    line: () => line,
    takeOver: () => void (line = reread(line, clock.now())),
    empty: () => {
      bus.emptyOutbox('scheduler');
      line = emptyLine(clock.now());
      line.quietUntil = clock.now() + QUIET_MS;
      clock.after(1, () => bus.say('scheduler', 'line.rebuild-requested', { request: REQUEST }));
    },
  };
}

function reread(old: Line, now: number): Line {
  const line = emptyLine(now);
  for (const task of [...old.waiting.values(), ...old.placed.values()]) apply(line, { do: 'put', task });
  for (const [id, ended] of old.ended) line.ended.set(id, ended);
  for (const [build, at] of old.canceled) line.canceled.set(build, at);
  line.quietUntil = old.quietUntil;
  return line;
}

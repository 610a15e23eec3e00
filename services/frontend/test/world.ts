/** A world in miniature: the other rooms, played by a few lines each, and a bag from which messages come in any order. */
import { buildState, isFinalChroot, isFinalSource } from '@kopr/shared/domain';
import type { Build } from '../src/domain/build.js';
import { decide, type News } from '../src/domain/decide.js';
import { remind } from '../src/domain/remind.js';
import type { Saying } from '../src/domain/orders.js';
import type { Decision } from '../src/domain/sayings.js';
import * as cast from './cast.js';

const ROOTS = [cast.root(), cast.root('fedora-42-x86_64'), cast.root('fedora-42-aarch64')];
const ORDER: Saying = { type: 'user.changed', body: { user: 'x', email: null, wantsMail: false, active: true } };
const MINUTES_15 = 900_000;
const MAX_LOSSES = 3;

/** What can go wrong in one run of the world; chances from 0 to 1. */
export interface Fortune {
  readonly seed: number;
  readonly doubled: number;
  readonly lost: number;
  readonly canceled: number;
  readonly failing: number;
}

/** How it ended. */
export interface Outcome {
  readonly build: Build;
  readonly state: string;
  readonly said: readonly Saying[];
  readonly isOver: boolean;
  /** Attempts that were published although a later one had been heard of. */
  readonly stale: readonly string[];
}

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Plays one build to its end. Outcomes belong to the task, not to the attempt, as with a real package. */
export function playWorld(fortune: Fortune): Outcome {
  const roll = dice(fortune.seed);
  const chance = (p: number) => roll() < p;
  const bag: News[] = [];
  const said: Saying[] = [];
  const line = new Map<string, { attempt: number; losses: number }>();
  const fails = new Set(ROOTS.map(({ name }) => `42-${name}`).filter(() => chance(fortune.failing)));
  const heard = new Map<string, number>();
  const stale: string[] = [];
  let tombstone = false;
  let build = cast.build();
  let now = cast.NOON.getTime();

  const hear = (news: News) => {
    bag.push(news);
    if (chance(fortune.doubled)) bag.push(news);
  };
  const run = (task: string, attempt: number) => {
    const place = line.get(task) ?? { attempt, losses: 0 };
    line.set(task, { ...place, attempt });
    hear(cast.assigned(attempt, task));
    if (chance(fortune.lost)) {
      lose(task, attempt);
      return;
    }
    hear(cast.started(attempt, task));
    if (chance(fortune.lost)) {
      lose(task, attempt);
      return;
    }
    const failed = { outcome: 'failed' as const, reason: 'make: Error 1', manifest: null };
    hear(cast.finished(attempt, fails.has(task) ? failed : {}, task));
  };
  const lose = (task: string, attempt: number) => {
    // A lost host may still have finished: its word comes late, or never.
    if (chance(0.3))
      hear(cast.finished(attempt, fails.has(task) ? { outcome: 'failed', reason: 'make: Error 1' } : {}, task));
    const losses = (line.get(task)?.losses ?? 0) + 1;
    line.set(task, { attempt, losses });
    if (losses >= MAX_LOSSES) {
      hear(cast.givenUp(attempt, task));
      return;
    }
    hear(cast.requeued(attempt, task));
    run(task, attempt + 1);
  };
  const others = (saying: Saying) => {
    if (saying.type === 'build.cancel-requested') tombstone = true;
    if (saying.type === 'task.queued' && !tombstone && !line.has(saying.body.task))
      run(saying.body.task, saying.body.attempt + 1);
    if (saying.type === 'publish.requested') {
      const { request, task, attempt, chroot } = saying.body;
      if (attempt < (heard.get(task) ?? 0)) stale.push(`${task} attempt ${attempt}`);
      hear(cast.published(request, { task, attempt, chroot }));
    }
  };
  const take = (decision: Decision) => {
    build = decision.build;
    said.push(...decision.said);
    decision.said.forEach(others);
  };
  const note = (news: News) => {
    if (!news.type.startsWith('task.') || !('body' in news) || !('attempt' in news.body)) return;
    const { task, attempt } = news.body;
    if (task !== null && attempt !== null) heard.set(task, Math.max(attempt, heard.get(task) ?? 0));
  };
  const house = () => ({ ...cast.HOUSE, now: new Date(now) });

  hear({ type: 'source.imported', body: cast.imported(), input: cast.input(ROOTS) });
  if (chance(fortune.canceled)) bag.push({ type: 'cancel', reason: 'canceled by alice' });
  for (let rounds = 0; rounds < 20 && (bag.length > 0 || build.endedAt === null); rounds++) {
    for (let at = pick(bag, roll); at; at = pick(bag, roll)) {
      now += 1000;
      note(at);
      take(decide(build, at, house()));
    }
    now += MINUTES_15;
    if (build.endedAt === null) take(remind(build, () => ORDER, house(), 1));
  }
  const parts = {
    canceled: build.canceled,
    source: build.source.state,
    chroots: build.chroots.map(({ state }) => state),
  };
  const isOver = build.endedAt !== null && isFinalSource(build.source.state) && parts.chroots.every(isFinalChroot);
  return { build, said, isOver, stale, state: buildState(parts) };
}

function pick(bag: News[], roll: () => number): News | undefined {
  return bag.splice(Math.floor(roll() * bag.length), 1)[0];
}

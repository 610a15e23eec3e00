/** The whole house in one process without a clock: real decisions, a bad bus, and what chance does to them. */
import { mayRetryImport } from '../../../services/frontend/src/domain/retry-import.js';
import { createBus, type Line as TraceLine } from './bus.js';
import { runBuilder } from './builder.js';
import { createClock, type Clock } from './clock.js';
import { dice, type Dice } from './dice.js';
import { openDistGit, type DistGit } from './dist-git.js';
import { openFrontend, type Frontend } from './frontend.js';
import { openHost, type Facts, type Host } from './host.js';
import { openPublisher, type Publisher } from './publisher.js';
import { openScheduler, type Scheduler } from './scheduler.js';
import { NOON, scriptOf, type Act } from './script.js';
import type { Weather } from './weather.js';

/** A story that was played to its end, and everybody in it. */
export interface House {
  readonly seed: number;
  readonly weather: Weather;
  readonly acts: readonly Act[];
  readonly frontend: Frontend;
  readonly scheduler: Scheduler;
  readonly distGit: DistGit;
  readonly publisher: Publisher;
  readonly hosts: readonly Host[];
  readonly trace: readonly TraceLine[];
  readonly tookMs: number;
}

const HOSTS: readonly Facts[] = [
  { name: 'alpha', arches: ['x86_64'], slots: 1 },
  { name: 'beta', arches: ['x86_64', 'aarch64'], slots: 1 },
  { name: 'gamma', arches: ['x86_64', 'aarch64'], slots: 2 },
  { name: 'delta', arches: ['aarch64'], slots: 1 },
];
/** So long things go wrong. */
const STORM_MS = 120_000;
/** Most builds are over by then. */
const CANCEL_MS = 60_000;
/** People who see that an import failed and may be retried ask for that, soon. */
const PATIENCE_MS = 7_000;
/** A story that lasts longer is stuck. */
const MOST_MS = 3 * 3_600_000;

/** Plays a seed's script in this weather, until nothing is open any more or nothing can be hoped for. */
export function playHouse(seed: number, weather: Weather): House {
  const clock = createClock(NOON);
  const chance = dice(~seed);
  const bus = createBus(clock, chance, weather);
  const acts = scriptOf(seed);
  const frontend = openFrontend(clock, bus);
  const publisher = openPublisher(clock, bus, chance);
  const distGit = openDistGit(clock, bus, chance, acts);
  const scheduler = openScheduler(clock, bus);
  const around = { clock, dice: chance, weather, seed, frontend, publisher, distGit };
  const run = (host: Host, container: Parameters<typeof runBuilder>[1]): void => runBuilder(host, container, around);
  const hosts = HOSTS.map((facts) => openHost(facts, { clock, bus, dice: chance, refuses: weather.lost / 5, run }));
  for (const act of acts) clock.after(act.afterMs, () => frontend.submit(act));
  for (const { build } of acts)
    if (chance.chance(weather.canceled)) clock.after(chance.between(1, CANCEL_MS), () => frontend.cancel(build.id));
  clock.every(PATIENCE_MS, () =>
    [...frontend.builds.values()].filter(mayRetryImport).forEach(({ id }) => frontend.retry(id)),
  );
  storm(clock, chance, weather.takeovers, scheduler.takeOver);
  storm(clock, chance, weather.emptied, scheduler.empty);
  for (const host of hosts) storm(clock, chance, weather.restarts, host.restart);

  const house = { seed, weather, acts, frontend, scheduler, distGit, publisher, hosts, trace: bus.trace };
  while (!(clock.isQuiet() && openIn(house).length === 0) && clock.now() < NOON + MOST_MS) clock.step();
  const tookMs = clock.now() - NOON;
  // What hosts have at last is heard, so that nothing can hide in an old report.
  const heard = clock.now() + 2 * FAREWELL_MS;
  while (clock.now() < heard) clock.step();
  return { ...house, tookMs };
}

const FAREWELL_MS = 10_000;

/** Lets something happen some times at random moments. */
function storm(clock: Clock, chance: Dice, most: number, happen: () => void): void {
  for (let times = chance.between(0, most); times > 0; times--) clock.after(chance.between(1, STORM_MS), happen);
}

/** What is open, in words. */
export function openIn({ frontend, scheduler, distGit, publisher, hosts }: Omit<House, 'tookMs'>): string[] {
  const line = scheduler.line();
  return [
    ...[...frontend.builds.values()].filter(({ endedAt }) => !endedAt).map(({ id }) => `build ${id} has not ended`),
    ...[...frontend.builds.values()].filter(mayRetryImport).map(({ id }) => `the import of build ${id} may be retried`),
    ...[...line.waiting.keys()].map((task) => `task ${task} waits in line`),
    ...[...line.placed.values()].map(({ placement, host }) => `task ${placement.task} is placed on ${host}`),
    ...hosts.flatMap((host) =>
      host.running().map(({ task, attempt, host: name }) => `${task} attempt ${attempt} runs on ${name}`),
    ),
    ...distGit.open().map((order) => `an order is open at dist-git: ${order}`),
    ...publisher.open().map((request) => `request ${request} is being carried out`),
  ];
}

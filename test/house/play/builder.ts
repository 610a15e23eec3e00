/** The builders: each asks the frontend for its definition, works, delivers, and ends; unless its attempt is to be lost. */
import type { Clock } from './clock.js';
import type { Dice } from './dice.js';
import type { DistGit } from './dist-git.js';
import type { Frontend } from './frontend.js';
import type { Container, Host } from './host.js';
import type { Publisher } from './publisher.js';
import { isCursed, runOf } from './script.js';
import type { Weather } from './weather.js';

/** Whom builders know. */
export interface Around {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly seed: number;
  readonly frontend: Frontend;
  readonly publisher: Publisher;
  readonly distGit: DistGit;
}

const UNWANTED = {
  outcome: 'stopped',
  reason: 'the frontend did not want this attempt any more',
  manifest: null,
} as const;

/** Runs a builder in a container that was just started. */
export function runBuilder(host: Host, container: Container, around: Around): void {
  const { clock, dice, seed, frontend } = around;
  const { task, attempt, build } = container;
  const { ms } = runOf(seed, task);
  const bad = isLost(task, around) ? dice.pick(['lost', 'unseen', 'late']) : undefined;
  const isThere = (): boolean => host.running().includes(container);

  clock.after(dice.between(100, 2_000), () => {
    if (isThere() && !frontend.fetch(build, task, attempt)) host.end(container, UNWANTED);
  });
  // Long enough to be given up, and to come back when another attempt may be under way.
  if (bad === 'late') clock.after(ms / 2, () => host.silence(dice.between(50_000, 150_000)));
  clock.after(ms, () => {
    if (!isThere()) return;
    if (bad === 'lost' || bad === 'unseen') host.end(container, bad);
    else deliver(host, container, around);
  });
}

function isLost(task: string, { dice, weather, seed }: Around): boolean {
  return isCursed(seed, task, weather.cursed) || dice.chance(weather.lost);
}

function deliver(host: Host, container: Container, { publisher, distGit, seed }: Around): void {
  const { task, attempt, kind } = container;
  const { outcome } = runOf(seed, task);
  const manifest = (kind === 'source' ? distGit : publisher).deliver(task, attempt);
  host.end(container, { outcome, reason: outcome === 'succeeded' ? null : `the build ${outcome}`, manifest });
}

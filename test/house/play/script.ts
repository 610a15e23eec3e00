/** What a seed stands for: builds of several owners with several chroots, and what becomes of each, whatever the weather. */
import type { Body, Outcome } from '@kopr/proto';
import { root, build as anyBuild } from '../../../services/frontend/test/cast.js';
import type { Build } from '../../../services/frontend/src/domain/build.js';
import type { Root } from '../../../services/frontend/src/domain/definition.js';
import { newChroot } from '../../../services/frontend/src/domain/plan.js';
import { newSource } from '../../../services/frontend/src/domain/source-part.js';
import { dice, type Dice } from './dice.js';

/** One submission. */
export interface Act {
  readonly build: Build;
  readonly afterMs: number;
  /** The build that must be over first, whose batch is before its own. */
  readonly follows: number | null;
  /** The project's chroots. */
  readonly roots: readonly Root[];
  /** Whether a builder must make it into an SRPM. */
  readonly made: boolean;
  /** What comes of its import, and how often dist-git fails before, each time with hope for the next round. */
  readonly import: {
    readonly ok: boolean;
    readonly limits: Body<'source.imported'>['limits'];
    readonly hitches: { readonly resolve: number; readonly import: number };
  };
}

/** The end that a builder comes to, and how long it takes: a matter of the package, the same in each attempt. */
export interface Run {
  readonly outcome: Exclude<Outcome, 'stopped'>;
  readonly ms: number;
}

/** When every story begins. */
export const NOON = Date.parse('2026-01-01T12:00:00Z');
const ROOTS = [root(), root('fedora-42-x86_64'), root('fedora-42-aarch64')] as const;
const OWNERS = ['alice', 'bob', '@devel'] as const;
const NO_AARCH64 = { '*': { exclusive: [], exclude: ['aarch64'], build: [] } };

/** The submissions of a seed. */
export function scriptOf(seed: number): Act[] {
  const chance = dice(seed);
  return Array.from({ length: chance.between(1, 4) }, (_, i) => actOf(chance, i + 1));
}

function actOf(chance: Dice, id: number): Act {
  const owner = chance.between(0, OWNERS.length - 1);
  const roots = ROOTS.slice(0, chance.between(1, ROOTS.length));
  const afterMs = chance.between(0, 20_000);
  const at = new Date(NOON + afterMs);
  const chosen = chance.chance(0.5) ? roots.map(({ name }) => name) : null;
  const project = { id: owner + 1, owner: OWNERS[owner] ?? 'alice', name: 'tools', dirname: 'tools' };
  const build = anyBuild({
    id,
    project,
    chosen,
    chroots: (chosen ?? []).map((name) => newChroot(name, at)),
    source: newSource(at),
    submittedAt: at,
  });
  const limits = chance.chance(0.2) ? NO_AARCH64 : {};
  const ok = chance.chance(0.95);
  const follows = id > 1 && chance.chance(0.3) ? chance.between(1, id - 1) : null;
  const batch = follows === null ? null : { id, blocked: true };
  const made = chance.chance(0.6);
  const hitch = (): number => (chance.chance(0.15) ? chance.between(1, 2) : 0);
  const hitches = { resolve: made ? hitch() : 0, import: hitch() };
  return { build: { ...build, batch }, afterMs, follows, roots, made, import: { ok, limits, hitches } };
}

/** What a task's builder comes to. */
export function runOf(seed: number, task: string): Run {
  const chance = dice(seed ^ hash(task));
  const isSource = !task.includes('-');
  if (isSource) return { outcome: chance.chance(0.85) ? 'succeeded' : 'failed', ms: chance.between(2_000, 30_000) };
  const outcome = chance.chance(0.7) ? 'succeeded' : chance.chance(0.8) ? 'failed' : 'skipped';
  return { outcome, ms: chance.between(3_000, 40_000) };
}

/** Whether every attempt of the task is lost, in weather that does so. */
export function isCursed(seed: number, task: string, probability: number): boolean {
  return dice(seed + hash(`curse of ${task}`)).chance(probability);
}

function hash(text: string): number {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum, 31) + text.charCodeAt(i);
  return sum;
}

/** The thin shell around every decision about a build: lock, decide, write, say; all in the caller's transaction. */
import type { Say, Tx } from '@kopr/shared/outbox';
import type { House } from '../domain/build.js';
import { decide, type News } from '../domain/decide.js';
import { nextLook } from '../domain/remind.js';
import type { Decision } from '../domain/sayings.js';
import type { Deps } from '../deps.js';
import { lockBuild, writeBuild, type Held } from '../store/builds.js';
import { askForPruning } from '../store/packages.js';
import { sayAll } from './say-all.js';
import { sayStatus } from './say-status.js';

/** What came of it: the build before, what was decided. */
export interface Applied {
  readonly held: Held;
  readonly decision: Decision;
  /** False when the news came too late to matter. */
  readonly changed: boolean;
}

/** What decisions know of time and addresses. */
export function houseOf(deps: Deps): House {
  const { frontendUrl, resultsUrl } = deps.config;
  return { now: deps.now(), frontendUrl, resultsUrl };
}

/** Applies news to a build; undefined when there is no such build (any more). */
export async function applyNews(
  deps: Deps,
  tx: Tx,
  say: Say,
  buildId: number,
  news: News | ((held: Held) => Promise<News>),
): Promise<Applied | undefined> {
  const held = await lockBuild(tx, buildId);
  if (!held) return undefined;
  const known = typeof news === 'function' ? await news(held) : news;
  const decision = decide(held.build, known, houseOf(deps));
  const changed = await settle(deps, tx, say, held, decision);
  return { held, decision, changed };
}

/** Writes and says a decision about a locked build; false when it changes nothing. */
export async function settle(deps: Deps, tx: Tx, say: Say, held: Held, decision: Decision): Promise<boolean> {
  const { build, said } = decision;
  const changed = build !== held.build;
  // Before the rest, as packages are locked before what is shown of them.
  if (build.endedAt && !held.build.endedAt && build.package !== null) {
    await askForPruning(tx, held.project.id, build.package);
  }
  if (changed) await writeBuild(tx, held.build, build, nextLook(build, deps.now(), deps.config.deadlineScale));
  await sayAll(say, said);
  if (changed) await sayStatus(deps, tx, say, held.build, build);
  return changed;
}

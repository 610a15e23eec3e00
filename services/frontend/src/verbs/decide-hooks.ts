/** What an event means for the packages of a project, as they are now. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Tx } from '@kopr/shared/outbox';
import { decide, type Decision } from '../domain/hooks/decide.js';
import type { HookEvent } from '../domain/hooks/event.js';
import { keysOf } from '../domain/hooks/repository.js';
import { packagesFrom, someRepositories } from '../store/hook-packages.js';
import { findPackage, type PackageRow } from '../store/packages.js';

/** What an event means. `reason`: why there are no decisions, or what else the owner should know; null when there is nothing to say. */
export interface HookDecisions {
  readonly decisions: readonly Decision[];
  /** The packages that the decisions are about, by name. */
  readonly rows: ReadonlyMap<string, PackageRow>;
  readonly reason: string | null;
}

const FEW = 5;

/** One decision for each package that comes from the event's repository. */
export async function decideHooks(
  tx: Tx,
  projectId: number,
  event: HookEvent,
  named: string | null,
): Promise<HookDecisions> {
  const rows = new Map<string, PackageRow>();
  if (event.kind === 'other') return { decisions: [], rows, reason: null };
  const decisions: Decision[] = [];
  for await (const some of packagesFrom(tx, projectId, keysOf(event.urls))) {
    for (const row of some) rows.set(row.name, row);
    decisions.push(...decide(event, some, named));
    // Others get a turn, however many packages and patterns there are.
    await turn();
  }
  return { decisions, rows, reason: await reasonOf(tx, projectId, event.urls, rows.size, named) };
}

async function reasonOf(tx: Tx, projectId: number, urls: readonly string[], found: number, named: string | null) {
  if (named !== null && !(await findPackage(tx, projectId, named)))
    return `the hook’s address names the package ${named}, which the project does not have`;
  if (found > 0) return null;
  const others = await someRepositories(tx, projectId, FEW + 1);
  const none = `no package of the project comes from ${urls[0] ?? 'there'}`;
  if (others.length === 0) return `${none}, nor from any other repository`;
  const more = others.length > FEW ? ', …' : '';
  return `${none}; they come from ${others.slice(0, FEW).join(', ')}${more}`;
}

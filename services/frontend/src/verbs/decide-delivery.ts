/** What all events of a delivery mean together. */
import type { Tx } from '@kopr/shared/outbox';
import type { Decision } from '../domain/hooks/decide.js';
import type { HookEvent } from '../domain/hooks/event.js';
import { limited } from '../domain/hooks/limit.js';
import type { PackageRow } from '../store/packages.js';
import { decideHooks } from './decide-hooks.js';

/** A decision with the package that it is about. */
export interface PackageDecision extends Decision {
  readonly row: PackageRow;
}

/** One of the events with what it means; `reason` as in `HookDecisions`. */
export interface Look {
  readonly event: HookEvent;
  readonly decisions: readonly PackageDecision[];
  readonly reason: string | null;
}

/** After so many decisions no further event is looked at: the project waits meanwhile. */
const MOST_DECISIONS = 10_000;
const TOO_MANY = `not all that was pushed was looked at: branches times packages are more than ${MOST_DECISIONS}`;

/** Looks at the events in order. `named`: the package of the hook's address. */
export async function decideDelivery(
  tx: Tx,
  projectId: number,
  events: readonly HookEvent[],
  named: string | null,
): Promise<Look[]> {
  const looks: Look[] = [];
  const packages = new Map<string, PackageRow>();
  let seen = 0;
  for (const event of events) {
    if (seen >= MOST_DECISIONS) return bounded([...looks, { event, decisions: [], reason: TOO_MANY }]);
    const { decisions, rows, reason } = await decideHooks(tx, projectId, event, named);
    for (const [name, row] of rows) if (!packages.has(name)) packages.set(name, row);
    looks.push({ event, decisions: withRows(decisions, packages), reason });
    seen += decisions.length;
  }
  return bounded(looks);
}

/** However many events name a package, its row is kept once. */
function withRows(decisions: readonly Decision[], packages: ReadonlyMap<string, PackageRow>): PackageDecision[] {
  return decisions.flatMap((one) => {
    const row = packages.get(one.package);
    return row ? [{ ...one, row }] : [];
  });
}

function bounded(looks: readonly Look[]): Look[] {
  const all = limited(looks.flatMap(({ decisions }) => decisions));
  let at = 0;
  return looks.map((look) => ({ ...look, decisions: all.slice(at, (at += look.decisions.length)) }));
}

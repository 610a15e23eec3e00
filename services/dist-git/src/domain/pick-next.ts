/** Whose import or copy goes next: no owner waits behind another's thousand. */

/** The oldest waiting import of an owner, foreground and background apart. */
export interface Candidate {
  readonly id: string;
  readonly owner: string;
  readonly background: boolean;
}

/** What the choice takes into account. */
export interface Turn {
  readonly runningByOwner: ReadonlyMap<string, number>;
  /** Owners in the order in which they were last served, the latest at the end. */
  readonly lastServed: readonly string[];
  /** Imports of one owner at the same time. */
  readonly perOwner: number;
}

/** Foreground first, then who has fewest running, then who was served longest ago, then the oldest. */
export function pickNext(candidates: readonly Candidate[], turn: Turn): Candidate | undefined {
  const running = (c: Candidate): number => turn.runningByOwner.get(c.owner) ?? 0;
  const rank = new Map(turn.lastServed.map((owner, index) => [owner, index]));
  const served = (c: Candidate): number => rank.get(c.owner) ?? -1;
  return candidates
    .filter((c) => running(c) < turn.perOwner)
    .sort(
      (a, b) =>
        Number(a.background) - Number(b.background) ||
        running(a) - running(b) ||
        served(a) - served(b) ||
        Number(a.id) - Number(b.id),
    )[0];
}

/** Owners whose last turn is remembered. */
const MAX_OWNERS = 10_000;

/** Notes that an owner has had a turn. */
export function noteTurn(lastServed: Set<string>, owner: string): void {
  lastServed.delete(owner);
  lastServed.add(owner);
  const [oldest] = lastServed;
  if (lastServed.size > MAX_OWNERS && oldest !== undefined) lastServed.delete(oldest);
}

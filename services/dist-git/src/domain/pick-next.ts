/** Whose import goes next: no owner waits behind another's thousand. */

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

/** Whose repository is served next: publishing is as fair between owners as building is. */

/** An owner with work that could start now. `servedAt`: ms since the epoch of the last turn, 0 for never. */
export interface Candidate {
  readonly owner: string;
  readonly running: number;
  readonly servedAt: number;
  /** Id of the owner's oldest work row. */
  readonly oldest: number;
}

/** The owner with the fewest turns running, then the one who waited longest for a turn, then the oldest work. */
export function pickOwner(candidates: readonly Candidate[]): string | undefined {
  return [...candidates].sort(byTurn)[0]?.owner;
}

function byTurn(a: Candidate, b: Candidate): number {
  return a.running - b.running || a.servedAt - b.servedAt || a.oldest - b.oldest;
}

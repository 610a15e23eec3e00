/** How long what a builder put to the intake is kept. */

/** What is known of one attempt's folder; times in ms. */
export interface Kept {
  /** How the import of the build stands; undefined: nobody has asked for it. */
  readonly order: { readonly isOpen: boolean; readonly retriable: boolean; readonly endedAt: number } | undefined;
  /** When something was last put there. */
  readonly lastSign: number;
  /** Whether the builder said that it was all. */
  readonly isWhole: boolean;
}

/** What is kept for how long, in ms. */
export interface Keeping {
  /** While the order to import it may still come. */
  readonly unaskedMs: number;
  /** While a person may ask once more for an import that failed. */
  readonly failedMs: number;
  /** While a builder may go on with an upload that broke off. */
  readonly brokenMs: number;
}

/** Whether it may go. An import that is still to be done keeps it for as long as that takes. */
export function mayGo({ order, lastSign, isWhole }: Kept, keeping: Keeping, now: number): boolean {
  const { unaskedMs, failedMs, brokenMs } = keeping;
  // Nobody can ever ask for what its builder did not finish.
  if (!isWhole && now - lastSign >= brokenMs) return true;
  if (!order) return now - lastSign >= unaskedMs;
  if (order.isOpen) return false;
  return !order.retriable || now - order.endedAt >= failedMs;
}

/** Keeps a claim while its work runs, and calls the work off when the claim is lost. */

/** A lease that renews itself. `signal` aborts with the reason when the work must not go on. */
export interface Lease {
  readonly signal: AbortSignal;
  stop(): void;
}

/** `renew`: false when the claim is not ours any more; may throw what calls the work off, or what may pass. */
export interface LeaseTerms {
  readonly leaseMs: number;
  renew(): Promise<boolean>;
  /** Asked after each renewal: why the work must end though its claim is good. */
  calledOff?(): Promise<Error | undefined>;
  onTrouble(error: unknown): void;
}

/**
 * Renews at a third of the lease's life, so that two renewals may fail before anybody else takes the work.
 * When the database does not answer for as long as the lease lasts, the lease counts as lost.
 */
export function keepRenewing({ leaseMs, renew, calledOff, onTrouble }: LeaseTerms): Lease {
  const controller = new AbortController();
  const lose = (): void => controller.abort(new Error('the lease of this work is lost'));
  const beatMs = leaseMs / 3;
  let renewedAt = performance.now();
  const renewOnce = async (): Promise<void> => {
    const askedAt = performance.now();
    if (await renew()) renewedAt = askedAt;
    else lose();
    const reason = await calledOff?.();
    if (reason) controller.abort(reason);
  };
  const timer = setInterval(() => {
    // Half a beat early rather than a whole one late. Asked here, because a renewal may also hang.
    if (performance.now() - renewedAt > leaseMs - beatMs / 2) lose();
    renewOnce().catch(onTrouble);
  }, beatMs);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

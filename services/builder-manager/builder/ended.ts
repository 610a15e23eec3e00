/** The ways in which a build ends early. Thrown by any step, caught once by `main`. */
import type { Manifest } from '@kopr/proto';

/** A verdict on the task itself: the packager's business, delivered with the logs so far. */
export class Ended extends Error {
  constructor(
    readonly outcome: Exclude<Manifest['outcome'], 'succeeded'>,
    reason: string,
  ) {
    super(reason);
  }
}

/** The frontend does not want this attempt any more: leave without a word. */
export class Superseded extends Error {}

/** Shorthand for the common case. */
export function failed(reason: string): Ended {
  return new Ended('failed', reason);
}

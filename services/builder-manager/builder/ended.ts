/** The ways in which a task ends early. Thrown by any step, caught once by `main`. */
import type { Manifest, SourceStage } from '@kopr/proto';

/** A verdict on the task itself: the packager's business, delivered with the logs so far. */
export class Ended extends Error {
  constructor(
    readonly outcome: Exclude<Manifest['outcome'], 'succeeded'>,
    reason: string,
    /** Of a source task: where it failed; null where the step that it failed in knows. */
    readonly stage: SourceStage | null = null,
  ) {
    super(reason);
  }
}

/** The frontend does not want this attempt any more: leave without a word. */
export class Superseded extends Error {}

/** This worker host cannot do it, and another may: the attempt is lost. */
export class HostFault extends Error {}

/** Shorthand for the common case. */
export function failed(reason: string, stage: SourceStage | null = null): Ended {
  return new Ended('failed', reason, stage);
}

/** How an order ends when it does not succeed: the packager's fault (refused), or nobody's (put off). */
import type { Body, SourceStage } from '@kopr/proto';

/** Why, for machines. */
export type FailureCode = Body<'source.failed'>['code'];

/** What is known of a failure beyond its code. */
export interface FailureDetails {
  /** Where it failed, when the code and the step do not tell. */
  readonly stage?: SourceStage;
  /** Whether asking once more may help, when it is otherwise than with most failures of this code. */
  readonly retriable?: boolean;
}

/** It will never be done; the message is for the packager and says what was expected and found. */
export class Refusal extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly details: FailureDetails = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/**
 * It cannot be done now. After `tries` tries it is refused with `code`; without a number it waits as long as it takes.
 * `isFull`: the disk has no room for anybody.
 */
export class Setback extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly tries: number = Infinity,
    readonly details: FailureDetails = {},
    readonly isFull: boolean = false,
  ) {
    super(message);
    this.name = 'Setback';
  }
}

/** Longest reason that a message carries. */
const REASON_LENGTH = 2000;

/** Text from outside made fit for one line of a page or a mail: no control characters, not too long. */
export function plainText(text: string, length = REASON_LENGTH): string {
  const oneLine = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return oneLine.length > length ? `${oneLine.slice(0, length - 1)}…` : oneLine;
}

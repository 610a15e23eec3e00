/** What a rule on the list of differences is, and the words that rules are made of. */
import type { Difference } from './compare.js';

/** One reason to differ. */
export interface Rule {
  readonly why: string;
  readonly covers: (difference: Difference) => boolean;
}

/** Differences of requests whose method and path match. */
export const asks =
  (pattern: RegExp) =>
  ({ step }: Difference) =>
    pattern.test(`${step.request.method} ${step.request.path}`);
/** Differences of steps whose name matches. */
export const named =
  (pattern: RegExp) =>
  ({ step }: Difference) =>
    pattern.test(step.name);

/** Only values of an answer that has the same status and keys. */
export const valuesOf = (pattern: RegExp) => (difference: Difference) =>
  /^(value|type|body)$/.test(difference.way) && pattern.test(difference.step.name);

/** Copr failed at a wrong request, where we refuse it. */
export const isRefused = ({ step, status }: Difference) =>
  (step.response.status === 0 || step.response.status >= 500) && status >= 400 && status < 500;
const errorOf = ({ step }: Difference) => (step.response.json as { error?: string } | undefined)?.error ?? '';
/** Copr answered with its own failure, not with a reason. */
export const isBug = (difference: Difference) =>
  /^(Request wasn't successful|Database error|$)/.test(errorOf(difference));

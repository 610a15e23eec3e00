/** What a rule on the list of differences is, and the words that rules are made of. */
import type { Difference } from './compare.js';
import type { Way } from './walk.js';

/** One reason to differ. */
export interface Rule {
  readonly why: string;
  readonly covers: (difference: Difference) => boolean;
}

/** What is looked for in a difference: whole texts, or patterns. Numbers, null and the like are compared as JSON has them. */
export interface Pattern {
  /** The step's name. */
  readonly step?: string | RegExp;
  readonly way?: Way;
  readonly where?: string | RegExp;
  readonly recorded?: string | RegExp;
  readonly ours?: string | RegExp;
  /** Our status. */
  readonly status?: string | RegExp;
}

/** What is not there, on either side. */
export const NOTHING = '(nothing)';
/** A number, whichever: a time. */
export const NUMBER = /^\d+$/;

/** Differences in which all that one of the patterns names is as it says. */
export const like =
  (...patterns: readonly Pattern[]) =>
  (difference: Difference) =>
    patterns.some((pattern) => matches(pattern, difference));

function matches(pattern: Pattern, { step, way, where, recorded, ours, status }: Difference): boolean {
  const shown = { step: step.name, way, where, recorded: said(recorded), ours: said(ours), status: said(status) };
  return Object.entries(pattern).every(([key, wanted]: [string, string | RegExp]) => {
    const is = shown[key as keyof Pattern];
    return typeof wanted === 'string' ? wanted === is : wanted.test(is);
  });
}

function said(value: unknown): string {
  if (value === undefined) return NOTHING;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Copr's texts for its own failures. */
const BUG = /^(Request wasn't successful, |Database error, )/;

/** Copr failed at a wrong request and answered so by JSON, where we refuse it and say why. */
export function isRefused({ step, way, where, recorded, ours, status }: Difference): boolean {
  if (step.response.status < 500 || step.response.json === undefined || !/^40[0149]$/.test(String(status)))
    return false;
  // Whose credentials are no good is told so in two ways, as Copr does elsewhere.
  if (way === 'key added') return status === 401 && where === 'output' && ours === 'notok';
  return way === 'status' || (way === 'error text' && BUG.test(String(recorded)));
}

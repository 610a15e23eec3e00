/** Where our answers may differ from Copr's recorded ones, and why. Each rule must still be needed. */
import type { Difference } from './compare.js';

/** One reason to differ. */
export interface Rule {
  readonly why: string;
  readonly covers: (difference: Difference) => boolean;
}

const asks =
  (pattern: RegExp) =>
  ({ step }: Difference) =>
    pattern.test(`${step.request.method} ${step.request.path}`);

/** Copr failed at a wrong request, where we refuse it. */
const isRefused = ({ step, status }: Difference) =>
  (step.response.status === 0 || step.response.status >= 500) && status >= 400 && status < 500;
const errorOf = ({ step }: Difference) => (step.response.json as { error?: string } | undefined)?.error ?? '';
const isBug = (difference: Difference) => /^(Request wasn't successful|$)/.test(errorOf(difference));

/** The whole list. */
export const RULES: readonly Rule[] = [
  {
    why: 'keys that begin with kopr_ are ours, clients ignore them',
    covers: ({ way, where }) => way === 'key added' && /(^|\.)kopr_\w+$/.test(where),
  },
  {
    why: 'what the client did wrong is no error of our server: 4xx instead of 500',
    covers: (difference) => isRefused(difference) && (difference.way === 'status' || isBug(difference)),
  },
  {
    why: 'our groups are local and have one name, not another one in Fedora’s accounts',
    covers: ({ recorded, ours }) => String(recorded).replaceAll('devel-fas', 'devel') === ours,
  },
  {
    why: 'one text for all that a list cannot be ordered by',
    covers: ({ recorded, ours }) =>
      /^Cannot order by \w+$/.test(String(recorded)) && String(ours).startsWith(`${String(recorded)}, `),
  },
  {
    why: 'what is no JSON is not worth the same media type, and may redirect without naming the host',
    covers: ({ step, way, where, ours }) =>
      way === 'header' &&
      (step.name === 'double-slash' || step.request.method === 'OPTIONS') &&
      (where !== 'Location' || String(ours).startsWith('/')),
  },
  {
    why: 'webhooks come with a later milestone',
    covers: asks(/ \/webhooks\//),
  },
];

/** How a build stands, for the forge that its sources come from. */
import type { StatusState } from '@kopr/proto';
import { reasonOf, stateOf, type Build } from '../build.js';

/** A state, and one line about it. */
export interface StatusReport {
  readonly state: StatusState;
  readonly description: string;
}

/** Longest description, in characters. */
const MAX_CHARS = 255;

/** Of a build that nothing has happened to. */
export const SUBMITTED: StatusReport = { state: 'pending', description: 'Waits for its turn' };

/** How it stands now. */
export function reportOf(build: Build): StatusReport {
  const { endedAt, source, chroots } = build;
  if (endedAt !== null) return ended(build);
  const began = source.began || chroots.some((chroot) => chroot.began);
  return began ? { state: 'running', description: 'Is being built' } : SUBMITTED;
}

/** The report, if the change is news to the forge. `commit`: as the delivery told it. */
export function statusNews(
  before: Build,
  after: Build,
  commit: string | null,
): (StatusReport & { commit: string }) | undefined {
  const [knew, knows] = [before, after].map((build) => commit ?? build.source.pin?.commit ?? null);
  if (knows == null) return undefined;
  const report = reportOf(after);
  return knew == null || reportOf(before).state !== report.state ? { ...report, commit: knows } : undefined;
}

function ended(build: Build): StatusReport {
  const state = stateOf(build);
  if (state === 'canceled') return { state, description: oneLine(canceledWords(build.reason)) };
  if (build.source.state === 'failed')
    return { state: 'failed', description: oneLine(`The source failed: ${reasonOf(build) ?? 'nobody knows why'}`) };
  return { state: state === 'failed' ? state : 'succeeded', description: oneLine(chrootWords(build)) };
}

function canceledWords(reason: string | null): string {
  const words = reason ?? 'canceled';
  return words.startsWith('canceled') ? words.replace('c', 'C') : `Canceled: ${words}`;
}

function chrootWords({ chroots }: Build): string {
  const named = (state: string) => chroots.filter((chroot) => chroot.state === state).map(({ name }) => name);
  const [skipped, failed] = [named('skipped'), named('failed')];
  const asked = chroots.length - skipped.length;
  if (asked === 0) return 'There was nothing to build';
  const counted = `${named('succeeded').length} of ${asked} chroots succeeded`;
  return failed.length === 0 ? counted : `${counted}; failed: ${failed.join(', ')}`;
}

function oneLine(text: string): string {
  return Array.from(text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim())
    .slice(0, MAX_CHARS)
    .join('');
}

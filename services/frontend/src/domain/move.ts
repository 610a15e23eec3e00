/** Moves of a build's parts by the tables in shared/domain, with what every move records. */
import { isFinalChroot, isFinalSource, nextChroot, nextInnerPhase, nextSource } from '@kopr/shared/domain';
import type { ChrootNews, SourceNews } from '@kopr/shared/domain';
import type { Build, Chroot } from './build.js';
import type { SourceFailure, SourcePart } from './source-part.js';

const REASON_CHARS = 2000;

/** The chroot after `news`, or undefined when the news comes too late. */
export function moveChroot(chroot: Chroot, news: ChrootNews, now: Date, reason?: string): Chroot | undefined {
  const state = nextChroot(chroot.state, news, chroot.phase);
  if (state === undefined) return undefined;
  const moved = {
    ...chroot,
    state,
    // A lost attempt takes its inner phase with it; accepted ones cannot be lost.
    phase: nextInnerPhase(chroot.phase, news),
    movedAt: now,
    reason: cut(reason) ?? (news === 'lost' ? null : chroot.reason),
  };
  return isFinalChroot(state) ? ended(moved, now) : moved;
}

/** The source after `news`, or undefined when the news comes too late. */
export function moveSource(
  source: SourcePart,
  news: SourceNews,
  now: Date,
  failure?: SourceFailure,
): SourcePart | undefined {
  const state = nextSource(source.state, news);
  if (state === undefined) return undefined;
  const { stage = null, retriable = false } = failure ?? {};
  const moved = { ...source, state, movedAt: now, reason: cut(failure?.reason) ?? null, stage, retriable };
  // Its task is over as soon as it is accepted, though the source is not.
  const isOver = state === 'importing' || isFinalSource(state);
  return isOver && source.task ? { ...moved, endedAt: source.endedAt ?? now } : moved;
}

/** Ends a build whose source came to nothing: the source and every chroot that waits for it fail. */
export function failSource(build: Build, now: Date, failure: SourceFailure): Build {
  return withSource(build, moveSource(build.source, 'broke', now, failure) ?? build.source, now);
}

/** The build with its source replaced; what waits for one that failed fails with it. */
export function withSource(build: Build, source: SourcePart, now: Date): Build {
  if (source === build.source) return build;
  if (source.state !== 'failed') return { ...build, source };
  const reason = source.reason ?? undefined;
  const chroots = build.chroots.map((chroot) => moveChroot(chroot, 'broke', now, reason) ?? chroot);
  return { ...build, source, chroots };
}

/** What never ran started and ended at once, except when it was canceled: then it never started. */
function ended(chroot: Chroot, now: Date): Chroot {
  const never = chroot.state === 'canceled' ? null : now;
  return { ...chroot, startedAt: chroot.startedAt ?? never, endedAt: now };
}

function cut(reason: string | undefined): string | undefined {
  return reason?.slice(0, REASON_CHARS);
}

/** Moves of a build's parts by the tables in shared/domain, with what every move records. */
import { isFinalChroot, isFinalSource, nextChroot, nextInnerPhase, nextSource } from '@kopr/shared/domain';
import type { ChrootNews, SourceNews } from '@kopr/shared/domain';
import type { Build, Chroot, SourcePart } from './build.js';

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
export function moveSource(source: SourcePart, news: SourceNews, now: Date, reason?: string): SourcePart | undefined {
  const state = nextSource(source.state, news);
  return state === undefined ? undefined : { state, movedAt: now, reason: cut(reason) ?? source.reason };
}

/** Ends a build whose source came to nothing: the source and every chroot that waits for it fail. */
export function failSource(build: Build, now: Date, reason: string): Build {
  if (isFinalSource(build.source.state)) return build;
  const source = moveSource(build.source, 'broke', now, reason);
  if (!source) return build;
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

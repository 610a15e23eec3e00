/** Cancel: every part that can still be stopped is canceled at once; an accepted attempt goes on into the repository. */
import { moveChroot, moveSource } from './move.js';
import type { Build, Chroot } from './build.js';

/** The canceled build, or undefined when nothing of it can be stopped any more. */
export function cancel(build: Build, now: Date, reason: string): Build | undefined {
  if (build.canceled || build.endedAt) return undefined;
  const source = moveSource(build.source, 'stopped', now) ?? build.source;
  const chroots = build.chroots.map((chroot) => moveChroot(chroot, 'stopped', now) ?? chroot);
  const stopped = source !== build.source || chroots.some((chroot, i) => chroot !== build.chroots[i]);
  return stopped ? { ...build, source, chroots, canceled: true, reason } : undefined;
}

/** The build of a project that goes away: nothing is waited for, not even the publisher, who refuses from now on. */
export function abandon(build: Build, now: Date, reason: string): Build {
  const source = moveSource(build.source, 'stopped', now) ?? build.source;
  const drop = (chroot: Chroot) =>
    moveChroot(chroot, 'stopped', now) ?? moveChroot(chroot, 'broke', now, reason) ?? chroot;
  return { ...build, source, chroots: build.chroots.map(drop), canceled: true, reason: build.reason ?? reason };
}

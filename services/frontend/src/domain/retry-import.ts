/** An import that failed is asked for anew: nothing need be built or submitted once more. */
import type { Build } from './build.js';
import { newChroot } from './plan.js';

/** Whether asking once more may help. */
export function mayRetryImport({ source }: Build): boolean {
  return source.state === 'failed' && source.retriable;
}

/**
 * The build open again, as it was before its import failed, in another round; undefined when it may not be. This is the
 * one way out of a final state, and a person's word, not news.
 */
export function retryImport(build: Build, now: Date): Build | undefined {
  if (!mayRetryImport(build)) return undefined;
  const { source } = build;
  // What a builder made lies ready; anything else begins with dist-git.
  const state = source.manifest === null ? 'pending' : 'importing';
  const anew = { state, reason: null, stage: null, retriable: false, movedAt: now } as const;
  const chroots = build.chroots.map((chroot) => (chroot.task ? chroot : newChroot(chroot.name, now)));
  return { ...build, source: { ...source, ...anew, round: source.round + 1 }, chroots, endedAt: null };
}

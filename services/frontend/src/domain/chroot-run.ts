/** RPM tasks as news of attempts moves them: accepted ones are published. */
import { createHash } from 'node:crypto';
import type { Body } from '@kopr/proto';
import { isFinalChroot } from '@kopr/shared/domain';
import type { Chroot } from './build.js';
import { moveChroot } from './move.js';
import type { RunKind } from './run-news.js';

/** The runs of a chroot's task. */
export const CHROOT_RUN: RunKind<Chroot> = {
  whyClosed: ({ state, phase }) => {
    if (isFinalChroot(state)) return `the task is ${state}`;
    return phase === 'publishing' ? 'another run was accepted' : undefined;
  },
  move: moveChroot,
  breakOff: (chroot, now, reason) => moveChroot(chroot, 'broke', now, reason),
  end: (chroot, body, now) => {
    switch (body.outcome) {
      case 'succeeded':
        return accept(chroot, body, now);
      case 'skipped':
        return moveChroot(chroot, 'skipped', now, body.reason ?? 'this architecture is excluded');
      default:
        return moveChroot(chroot, 'broke', now, body.reason ?? 'the build failed');
    }
  },
};

function accept(chroot: Chroot, { task, attempt, manifest }: Body<'task.finished'>, now: Date): Chroot | undefined {
  return moveChroot({ ...chroot, manifest, request: publishRequestId(task, attempt) }, 'accepted', now);
}

/** One id for each task and attempt (a UUID, version 8), so that saying the order again is the same order. */
export function publishRequestId(task: string, attempt: number): string {
  const hex = createHash('sha256').update(`publish ${task} ${attempt}`).digest('hex');
  const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

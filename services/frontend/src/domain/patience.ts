/** How long each part of a build may rest, by what it waits for. */
import { isFinalChroot, isFinalSource } from '@kopr/shared/domain';
import type { Build, Chroot } from './build.js';
import { isAtDistGit } from './source-part.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a part may rest before its order is said again, and before it fails. In ms. */
export interface Patience {
  readonly again: number;
  readonly fail: number;
}

/** Resolving and importing: work of dist-git, with what it fetches from strangers. */
const IMPORT: Patience = { again: 2 * MINUTE, fail: 6 * HOUR };
const PUBLISHING: Patience = { again: 2 * MINUTE, fail: 6 * HOUR };
/** Waiting for a slot is ordinary, so a line may be long; a week without any means that no host fits. */
const PENDING: Patience = { again: 10 * MINUTE, fail: 7 * 24 * HOUR };
/** Pulling an image onto a new worker host takes its time. */
const STARTING: Patience = { again: 10 * MINUTE, fail: 2 * HOUR };
/** A scheduler that knows the task ignores it; one that forgot hears of it. */
const RUNNING_AGAIN = HOUR / 2;
/** Over the task's own limit, which the worker host enforces. */
const RUNNING_GRACE = HOUR;

/** A build is looked at this often although nothing of it is due. In ms. */
export const IDLE_LOOK = PENDING.again;
/** In words. */
export const IMPORT_LIMIT = `${IMPORT.fail / HOUR} hours`;

/** The chroot's; undefined while nobody is waited for. */
export function chrootPatience(chroot: Chroot): Patience | undefined {
  if (isFinalChroot(chroot.state) || chroot.state === 'waiting') return undefined;
  return chroot.phase === 'publishing' ? PUBLISHING : taskPatience(chroot);
}

/** The source's; undefined while nobody is waited for but another batch. */
export function sourcePatience({ source, batch }: Build): Patience | undefined {
  if (isFinalSource(source.state)) return undefined;
  if (isAtDistGit(source)) return IMPORT;
  return source.state === 'pending' && batch?.blocked ? undefined : taskPatience(source);
}

/** A part whose task is in the line or with a builder. */
interface Tasked {
  readonly state: string;
  readonly task: { readonly placement: { readonly timeLimitS: number } } | null;
}

function taskPatience({ state, task }: Tasked): Patience {
  if (state === 'pending') return PENDING;
  if (state === 'starting') return STARTING;
  return { again: RUNNING_AGAIN, fail: (task?.placement.timeLimitS ?? 0) * 1000 + RUNNING_GRACE };
}

/** Why a task that rested too long failed. */
export function whyTaskLate({ state, host }: { readonly state: string; readonly host: string | null }): string {
  if (state === 'pending') return 'no worker host took the task in time';
  const where = host === null ? '' : ` on ${host}`;
  return state === 'starting'
    ? `the builder${where} did not start in time`
    : `nothing was heard of the builder${where}`;
}

/** Nothing stays stuck: a part that does not move has its order said again, and fails at its deadline. */
import { isFinalChroot } from '@kopr/shared/domain';
import type { Build, Chroot, House } from './build.js';
import { failSource, moveChroot } from './move.js';
import { decided, publishOrder, queueOrder, type Decision, type Saying } from './sayings.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a part may rest before its order is said again, and before it fails. In ms. */
interface Patience {
  readonly again: number;
  readonly fail: number;
}

const SOURCE: Patience = { again: 2 * MINUTE, fail: 6 * HOUR };
const PUBLISHING: Patience = { again: 2 * MINUTE, fail: 6 * HOUR };
/** Waiting for a slot is ordinary, so a line may be long; a week without any means that no host fits. */
const PENDING: Patience = { again: 10 * MINUTE, fail: 7 * 24 * HOUR };
/** Pulling an image onto a new worker host takes its time. */
const STARTING: Patience = { again: 10 * MINUTE, fail: 2 * HOUR };
/** A scheduler that knows the task ignores it; one that forgot hears of it. */
const RUNNING_AGAIN = HOUR / 2;
/** Over the task's own limit, which the worker host enforces. */
const RUNNING_GRACE = HOUR;

/** The source's order, which the store knows how to say. */
export type SourceOrder = () => Saying;

/** What to do about a build that was not heard of: fails what is past its deadline, says the rest's orders again. */
export function remind(build: Build, sourceOrder: SourceOrder, house: House, scale: number): Decision {
  const late = (movedAt: Date, ms: number) => house.now.getTime() - movedAt.getTime() >= ms * scale;
  const failed = failLate(build, house.now, late);
  const decision = decided(build, failed, house);
  const again = failed.chroots.flatMap((chroot) =>
    late(chroot.movedAt, patienceOf(chroot)?.again ?? Infinity) ? orderOf(chroot, failed) : [],
  );
  const source = isSourceOpen(failed) && late(failed.source.movedAt, SOURCE.again) ? [sourceOrder()] : [];
  return { build: decision.build, said: [...decision.said, ...source, ...again] };
}

function failLate(build: Build, now: Date, late: (movedAt: Date, ms: number) => boolean): Build {
  if (isSourceOpen(build) && late(build.source.movedAt, SOURCE.fail)) {
    return failSource(build, now, `the source was not imported within ${SOURCE.fail / HOUR} hours`);
  }
  const chroots = build.chroots.map((chroot) => {
    const patience = patienceOf(chroot);
    if (!patience || !late(chroot.movedAt, patience.fail)) return chroot;
    return moveChroot(chroot, 'broke', now, whyLate(chroot)) ?? chroot;
  });
  return chroots.every((chroot, i) => chroot === build.chroots[i]) ? build : { ...build, chroots };
}

function patienceOf(chroot: Chroot): Patience | undefined {
  if (isFinalChroot(chroot.state) || chroot.state === 'waiting') return undefined;
  if (chroot.phase === 'publishing') return PUBLISHING;
  if (chroot.state === 'pending') return PENDING;
  if (chroot.state === 'starting') return STARTING;
  return { again: RUNNING_AGAIN, fail: runLimit(chroot) };
}

function runLimit(chroot: Chroot): number {
  return (chroot.task?.placement.timeLimitS ?? 0) * 1000 + RUNNING_GRACE;
}

function orderOf(chroot: Chroot, build: Build): Saying[] {
  return chroot.phase === 'publishing' ? publishOrder(chroot, build) : queueOrder(chroot);
}

function whyLate(chroot: Chroot): string {
  const { host } = chroot;
  if (chroot.phase === 'publishing') return 'the results were not published in time';
  if (chroot.state === 'pending') return 'no worker host took the task in time';
  const where = host === null ? '' : ` on ${host}`;
  return chroot.state === 'starting'
    ? `the builder${where} did not start in time`
    : `nothing was heard of the builder${where}`;
}

function isSourceOpen(build: Build): boolean {
  return build.source.state === 'pending' || build.source.state === 'importing';
}

/** When to look at the build next; null when it is over. Deadlines are multiples of reminders, so that is soon enough. */
export function nextLook(build: Build, now: Date, scale: number): Date | null {
  if (build.endedAt) return null;
  const rests = build.chroots.map((chroot) => patienceOf(chroot)?.again ?? Infinity);
  const soonest = Math.min(...rests, isSourceOpen(build) ? SOURCE.again : PENDING.again);
  return new Date(now.getTime() + soonest * scale);
}

/** The orders of every task that a builder may still be wanted for, for a scheduler that lost its line. */
export function openTasks(build: Build): Saying[] {
  const isOpen = (chroot: Chroot) => !isFinalChroot(chroot.state) && chroot.phase === 'building';
  return build.chroots.filter(isOpen).flatMap(queueOrder);
}

/**
 * What the frontend says when a build changed, derived from before and after alone: an order or fact is said when, and
 * only when, its part moved. So nothing can be said twice by a repeated message, and nothing forgotten by a new verb.
 */
import { isFinalChroot } from '@kopr/shared/domain';
import { isOver, reasonOf, resultUrlOf, stateOf, type Build, type Chroot, type House } from './build.js';
import { publishOrder, queueOrder, type Saying } from './orders.js';
import { sourceSayings } from './source-sayings.js';
import { about, chrootTold, taskBegan, taskEnded } from './task-facts.js';

/** What is to be said, and the build with its end noted. */
export interface Decision {
  readonly build: Build;
  readonly said: readonly Saying[];
}

/** Ends the build if all of it is over, and collects what the change means to others. */
export function decided(before: Build, after: Build, house: House): Decision {
  if (before === after) return { build: before, said: [] };
  const ends = before.endedAt === null && isOver(after);
  const build = ends ? { ...after, endedAt: house.now } : after;
  const said = [
    ...cancelOrder(before, build),
    ...sourceSayings(before, build, house),
    ...build.chroots.flatMap((chroot) => chrootSayings(chrootOf(before, chroot.name), chroot, build, house)),
    ...(ends ? [buildEnded(build, house)] : []),
  ];
  return { build, said };
}

function chrootOf(build: Build, name: string): Chroot | undefined {
  return build.chroots.find((chroot) => chroot.name === name);
}

function cancelOrder(before: Build, after: Build): Saying[] {
  if (before.canceled || !after.canceled) return [];
  const { id, project, reason } = after;
  return [{ type: 'build.cancel-requested', body: { build: id, projectId: project.id, reason: reason ?? 'canceled' } }];
}

function chrootSayings(before: Chroot | undefined, after: Chroot, build: Build, house: House): Saying[] {
  if (before === after) return [];
  const wasFinal = before !== undefined && isFinalChroot(before.state);
  const began = after.began && before?.began !== true;
  const ended = isFinalChroot(after.state) && !wasFinal;
  return [
    ...orders(before, after, build),
    ...(began ? [taskBegan(build, chrootTold(build, after), house)] : []),
    ...(ended && hadTask(after) ? [taskEnded(build, chrootTold(build, after), endOf(after), house)] : []),
    ...(ended ? [chrootEnded(after, build, house)] : []),
  ];
}

function orders(before: Chroot | undefined, after: Chroot, build: Build): Saying[] {
  const accepted = after.phase === 'publishing' && before?.phase !== 'publishing';
  if (accepted) return publishOrder(after, build);
  const planned = after.state === 'pending' && (before === undefined || before.state === 'waiting');
  // Lost attempts are put back in line by the scheduler itself; only after a stop the number of the next one is ours.
  const stopped = after.state === 'pending' && after.progress.phase === 'queued' && after.progress.attempt > 0;
  return planned || stopped ? queueOrder(after) : [];
}

/** A task that ran, or failed before it could, has an end to tell of; one dropped while it waited has not. */
function hadTask(chroot: Chroot): boolean {
  return chroot.began || (chroot.task !== null && chroot.state === 'failed');
}

/** Limits of messages, in characters. A build's end names all its chroots, and must fit into one message. */
const MAX_REASON = 2000;
const MAX_REASONS = 10_000;

function endOf({ state }: Chroot): 'succeeded' | 'failed' | 'canceled' {
  return state === 'succeeded' || state === 'failed' ? state : 'canceled';
}

/** The names of final states, for facts; anything else here would be a bug of the tables. */
type Final = 'succeeded' | 'failed' | 'canceled' | 'skipped' | 'forked';
const FINAL: ReadonlySet<string> = new Set<Final>(['succeeded', 'failed', 'canceled', 'skipped', 'forked']);
const final = (state: string): Final => (FINAL.has(state) ? (state as Final) : 'failed');

const result = (chroot: Chroot, house: House) => ({
  chroot: chroot.name,
  state: final(chroot.state),
  reason: chroot.reason,
  resultUrl: resultUrlOf(chroot, house.resultsUrl),
});

const shortened = (of: ReturnType<typeof result>, among: number) => ({
  ...of,
  reason: of.reason?.slice(0, Math.floor(MAX_REASONS / among)) ?? null,
});

function chrootEnded(chroot: Chroot, build: Build, house: House): Saying {
  const at = (chroot.endedAt ?? house.now).toISOString();
  return { type: 'chroot.ended', body: { ...about(build), ...result(chroot, house), at } };
}

function buildEnded(build: Build, house: House): Saying {
  const body = {
    ...about(build),
    state: final(stateOf(build)),
    reason: reasonOf(build)?.slice(0, MAX_REASON) ?? null,
    stage: build.source.stage,
    round: build.source.round,
    url: `${house.frontendUrl}/coprs/build/${build.id}`,
    chroots: build.chroots.map((chroot) => shortened(result(chroot, house), build.chroots.length)),
    submittedAt: build.submittedAt.toISOString(),
    at: house.now.toISOString(),
  };
  return { type: 'build.ended', body };
}

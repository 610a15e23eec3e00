/** The way of a build through the house, as the stages that people watch. Pure. */
import type { BuildView, ChrootView } from './page-data.js';

/** `next`: not reached; `now`: being done; `stopped`: ended by somebody; `passed over`: not needed. */
export type StageState = 'done' | 'now' | 'next' | 'failed' | 'stopped' | 'passed over';

/** One stage: when it was reached, and how long it took or has taken. */
export interface Stage {
  readonly name: 'Submit' | 'Resolve' | 'Make SRPM' | 'Import' | 'Schedule' | 'Build' | 'Publish';
  readonly state: StageState;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** One chroot's part of the way. */
export function chrootStages(build: BuildView, chroot: ChrootView): Stage[] {
  const [schedule, make, publish] = statesOf(chroot);
  const imported = build.sourceState === 'succeeded' ? build.sourceMovedAt : null;
  const { startedAt, acceptedAt, endedAt } = chroot;
  return [
    { name: 'Schedule', state: schedule, from: imported, to: startedAt },
    { name: 'Build', state: make, from: startedAt, to: acceptedAt ?? endedAt },
    // Once published, only the moment is known: the result was accepted a second or two before.
    { name: 'Publish', state: publish, from: acceptedAt ?? endedAt, to: endedAt },
  ];
}

/** The states of scheduling, building and publishing. */
function statesOf({ state, publishing, startedAt, attempt }: ChrootView): [StageState, StageState, StageState] {
  switch (state) {
    case 'waiting':
      return ['next', 'next', 'next'];
    case 'pending':
    case 'starting':
      return ['now', 'next', 'next'];
    case 'running':
      return publishing ? ['done', 'done', 'now'] : ['done', 'now', 'next'];
    case 'succeeded':
      return ['done', 'done', 'done'];
    case 'failed':
      if (publishing) return ['done', 'done', 'failed'];
      return attempt > 0 ? ['done', 'failed', 'next'] : ['failed', 'next', 'next'];
    case 'canceled':
      return startedAt === null ? ['stopped', 'next', 'next'] : ['done', 'stopped', 'next'];
    case 'skipped':
    case 'forked':
      return ['passed over', 'passed over', 'passed over'];
  }
}

/** The way of a source into dist-git: short for a finished SRPM, longer for what must become one first. Pure. */
import { DISK_FULL } from '../domain/alarm.js';
import type { AlarmLine, BuildView, SourceTaskView } from './page-data.js';
import type { Stage, StageState } from './stages.js';

/** What all chroots have in common. */
export function sourceStages(build: BuildView): Stage[] {
  const { submittedAt } = build;
  return [
    { name: 'Submit', state: 'done', from: submittedAt, to: submittedAt },
    ...(build.made ? makingStages(build) : [importStage(build, submittedAt)]),
  ];
}

function makingStages(build: BuildView): Stage[] {
  const { sourceTask: task, submittedAt, batch } = build;
  const made = makeState(build, task);
  const accepted = task?.state === 'accepted' ? task.endedAt : null;
  return [
    {
      name: 'Resolve',
      state: task ? 'done' : stateOf(build),
      from: submittedAt,
      // A task that waited for another batch was queued long after it was planned.
      to: batch ? null : (task?.queuedAt ?? endOf(build)),
    },
    { name: 'Make SRPM', state: made, from: task?.startedAt ?? task?.queuedAt ?? null, to: task?.endedAt ?? null },
    accepted ? importStage(build, accepted) : { name: 'Import', state: notReached(build), from: null, to: null },
  ];
}

function makeState(build: BuildView, task: SourceTaskView | null): StageState {
  if (task?.state === 'accepted') return 'done';
  if (!task) return notReached(build);
  return task.state === 'over' ? stateOf(build) : 'now';
}

function importStage(build: BuildView, from: Date): Stage {
  return { name: 'Import', state: stateOf(build), from, to: endOf(build) };
}

/** Forks have no way of their own. */
function notReached({ sourceState }: BuildView): StageState {
  return sourceState === 'forked' || sourceState === 'succeeded' ? 'passed over' : 'next';
}

/** The state of the stage that the source is in, or was in last. */
function stateOf({ sourceState, over }: BuildView): StageState {
  switch (sourceState) {
    case 'succeeded':
      return 'done';
    case 'failed':
      return 'failed';
    case 'canceled':
      return 'stopped';
    case 'forked':
      return 'passed over';
    default:
      return over ? 'stopped' : 'now';
  }
}

function endOf({ sourceState, sourceMovedAt }: BuildView): Date | null {
  return sourceState === 'succeeded' || sourceState === 'failed' ? sourceMovedAt : null;
}

/** Whether the source is with dist-git, to be resolved or imported, and that has no room for it. */
export function waitsForRoom(
  { sourceState, sourceTask, batch, over }: BuildView,
  alarms: readonly AlarmLine[],
): boolean {
  const isThere = sourceState === 'importing' || (sourceState === 'pending' && !sourceTask);
  const isFull = alarms.some(({ service, alarm }) => service === 'dist-git' && alarm === DISK_FULL);
  return isThere && isFull && !over && batch?.blocked !== true;
}

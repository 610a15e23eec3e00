/** Facts about builds and their tasks, for anyone who listens. */
import { taskIdOf, type Build, type Chroot, type House } from './build.js';
import type { Saying } from './orders.js';
import type { Run } from './run.js';
import { SOURCE_CHROOT, sourceTaskId, type SourcePart } from './source-part.js';
import { senderOf, userOf } from './submitter.js';

/** Longest version in a message, in characters. */
const MAX_VERSION = 255;

/** What every fact about a build carries. */
export const about = (build: Build) => ({
  build: build.id,
  project: build.project,
  user: userOf(build.submitter),
  sender: senderOf(build.submitter),
  package: build.package,
  // A version that no message takes is none that anybody reads.
  version: build.version !== null && build.version.length <= MAX_VERSION ? build.version : null,
});

/** A task with its run, as facts name it. */
interface Told {
  readonly task: string;
  readonly kind: 'rpm' | 'source';
  readonly chroot: string;
  readonly run: Run;
}

/** The task of a chroot. */
export const chrootTold = (build: Build, run: Chroot): Told => ({
  task: taskIdOf(build.id, run.name),
  kind: 'rpm',
  chroot: run.name,
  run,
});

/** The task of a source. */
export const sourceTold = (build: Build, run: SourcePart): Told => ({
  task: sourceTaskId(build.id),
  kind: 'source',
  chroot: SOURCE_CHROOT,
  run,
});

const aboutTask = (build: Build, { task, kind, chroot, run }: Told, at: Date) => ({
  ...about(build),
  ...{ task, kind, chroot },
  host: run.host,
  address: run.address,
  at: at.toISOString(),
});

/** A task runs for the first time. */
export function taskBegan(build: Build, told: Told, house: House): Saying {
  return { type: 'task.began', body: aboutTask(build, told, told.run.startedAt ?? house.now) };
}

/** A task is over. */
export function taskEnded(build: Build, told: Told, state: 'succeeded' | 'failed' | 'canceled', house: House): Saying {
  return { type: 'task.ended', body: { ...aboutTask(build, told, told.run.endedAt ?? house.now), state } };
}

/** A build as its decisions see it: values only. The store reads it from rows and writes it back. */
import type { Body, Nevra, Placement, ProjectRef, RpmDefinition } from '@kopr/proto';
import {
  buildState,
  isFinalChroot,
  isFinalSource,
  type BuildStateName,
  type ChrootState,
  type InnerPhase,
} from '@kopr/shared/domain';
import type { Run } from './run.js';
import type { SourcePart } from './source-part.js';

/** What a submitter may set for one build; null means what the project says. */
export interface BuildOptions {
  readonly timeoutS: number;
  readonly background: boolean;
  readonly enableNet: boolean | null;
  readonly bootstrap: string | null;
  readonly isolation: string | null;
}

/** Everything about a task that was settled when it was planned; a rerun after a loss uses the same. */
export interface TaskOrder {
  readonly placement: Placement;
  /** Its addresses begin with the name of a room, to be filled in when it is served. */
  readonly definition: RpmDefinition;
  /** The project's settings that shape its repository. */
  readonly settings: { readonly develMode: boolean; readonly comps: null };
}

/** The build's part for one chroot. */
export interface Chroot extends Run {
  readonly name: string;
  readonly state: ChrootState;
  readonly phase: InnerPhase;
  /** Null until the source was imported. */
  readonly task: TaskOrder | null;
  readonly reason: string | null;
  /** The publisher's order for the accepted attempt. */
  readonly request: string | null;
  readonly packages: readonly Nevra[];
  /** When its state last changed. */
  readonly movedAt: Date;
}

export interface Build {
  readonly id: number;
  readonly project: ProjectRef;
  readonly submitter: string | null;
  readonly options: BuildOptions;
  /** Chroots that the submitter chose; null: all of the project's. */
  readonly chosen: readonly string[] | null;
  readonly source: SourcePart;
  readonly package: string | null;
  /** `[epoch:]version-release`. */
  readonly version: string | null;
  /** Null: it belongs to none. `blocked` while the batch before it is not over. */
  readonly batch: { readonly id: number; readonly blocked: boolean } | null;
  /** What its import said, while that cannot be planned yet. */
  readonly imported: Body<'source.imported'> | null;
  readonly chroots: readonly Chroot[];
  readonly canceled: boolean;
  /** Why it was canceled. Why parts failed stands with the parts. */
  readonly reason: string | null;
  readonly submittedAt: Date;
  /** When all was final and `build.ended` said; null before. */
  readonly endedAt: Date | null;
}

/** A build's part for one chroot in outline: what lists need of it. */
export type ChrootOutline = Pick<Chroot, 'name' | 'state' | 'reason' | 'startedAt' | 'endedAt'>;

/** A build in outline. */
export interface BuildOutline extends Pick<
  Build,
  'id' | 'project' | 'submitter' | 'package' | 'version' | 'batch' | 'canceled' | 'reason' | 'submittedAt' | 'endedAt'
> {
  readonly source: Pick<SourcePart, 'state' | 'reason'>;
  readonly options: Pick<BuildOptions, 'background'>;
  readonly chroots: readonly ChrootOutline[];
}

/** What a decision may know besides the build and the news: the time and public addresses. */
export interface House {
  readonly now: Date;
  readonly frontendUrl: string;
  readonly resultsUrl: string;
}

/** The state of the whole build, as Copr derives it. */
export function stateOf(build: BuildOutline): BuildStateName {
  return buildState({
    canceled: build.canceled,
    source: build.source.state,
    chroots: build.chroots.map((chroot) => chroot.state),
  });
}

/** Whether nothing can happen to the build any more. */
export function isOver(build: Build): boolean {
  return isFinalSource(build.source.state) && build.chroots.every((chroot) => isFinalChroot(chroot.state));
}

/** Why the build ended as it did, in one line for people; null when there is nothing to explain. */
export function reasonOf(build: BuildOutline): string | null {
  const failed = build.chroots.find((chroot) => chroot.state === 'failed');
  const inChroot = failed ? `${failed.name}: ${failed.reason ?? 'failed'}` : null;
  return build.reason ?? build.source.reason ?? inChroot;
}

/** Copr's id of the build's task for one chroot. */
export function taskIdOf(build: number, chroot: string): string {
  return `${build}-${chroot}`;
}

/** The chroot that a task id of this build means. */
export function chrootOfTask(build: Build, task: string): Chroot | undefined {
  return build.chroots.find((chroot) => taskIdOf(build.id, chroot.name) === task);
}

/** Where the results of a build's part go, below the results tree. */
export function resultsPath(
  { owner, dirname }: Pick<ProjectRef, 'owner' | 'dirname'>,
  chroot: string,
  build: number,
  name: string,
): string {
  return `${owner}/${dirname}/${chroot}/${String(build).padStart(8, '0')}-${name}`;
}

/** Where a chroot's results are seen; null before any attempt was placed. */
export function resultUrlOf(chroot: Chroot, resultsUrl: string): string | null {
  return chroot.task && chroot.progress.attempt > 0 ? `${resultsUrl}/${chroot.task.placement.results}/` : null;
}

/** Where below the results the SRPM lies that a builder made of the source; null before one was published. */
export function srpmOf(build: Build): string | null {
  for (const { state, task, progress, packages } of build.chroots) {
    const source = packages.find((one) => one.arch === 'src');
    if (source && state === 'succeeded' && task && progress.attempt > 0)
      return `${task.placement.results}/${source.name}-${source.version}-${source.release}.src.rpm`;
  }
  return null;
}

/** The same build with one chroot replaced. */
export function withChroot(build: Build, changed: Chroot): Build {
  return { ...build, chroots: build.chroots.map((chroot) => (chroot.name === changed.name ? changed : chroot)) };
}

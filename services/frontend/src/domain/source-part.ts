/** A build's source: where it stands, what it is made of, and the task that makes an SRPM of it, if it needs one. */
import type { Pin, Placement, ProjectRef, SecretKind, SourceDefinition, SourceStage } from '@kopr/proto';
import type { SourceState } from '@kopr/shared/domain';
import { NO_RUN, type Run } from './run.js';

/** Everything about a source task that was settled when it was planned; a rerun after a loss uses the same. */
export interface SourceTask {
  readonly placement: Placement;
  /** Its addresses begin with the name of a room, to be filled in when it is served. */
  readonly definition: SourceDefinition;
}

/** Why a source came to nothing. */
export interface SourceFailure {
  readonly reason: string;
  readonly stage: SourceStage;
  /** Whether asking for the import once more may help. */
  readonly retriable: boolean;
}

/** The build's source. Its run is that of its task, which ends when it is accepted: importing is dist-git's. */
export interface SourcePart extends Run {
  readonly state: SourceState;
  readonly reason: string | null;
  /** When its state last changed. */
  readonly movedAt: Date;
  /** Where it failed; null while it has not. */
  readonly stage: SourceStage | null;
  readonly retriable: boolean;
  /** What it is to be made of, and later what it was made of; null: whatever is newest, not known yet. */
  readonly pin: Pin | null;
  /** What its builder may ask the package's secret for, settled at the submission; null: it gets none. */
  readonly secret: SecretKind | null;
  /** The build whose import it uses, where nothing was imported anew. */
  readonly importedBy: number | null;
  /** How often a person asked for the import anew. */
  readonly round: number;
  /** Null for a finished SRPM, and until dist-git has resolved anything else. */
  readonly task: SourceTask | null;
  /** The branches that the accepted SRPM is imported into. */
  readonly branches: readonly string[] | null;
}

/** A source that nothing has happened to, with what is settled at its submission. */
export function newSource(
  now: Date,
  settled: Partial<Pick<SourcePart, 'pin' | 'secret' | 'importedBy'>> = {},
): SourcePart {
  const open = { stage: null, retriable: false, round: 0, task: null, branches: null };
  const unsettled = { pin: null, secret: null, importedBy: null };
  return { ...NO_RUN, ...open, ...unsettled, ...settled, state: 'pending', reason: null, movedAt: now };
}

/** Whether there is no more to be told of it than its state, reason and time: true of most finished SRPMs. */
export function isPlain({ stage, retriable, pin, secret, importedBy, round, task }: SourcePart): boolean {
  const isSettled = pin !== null || secret !== null || importedBy !== null;
  return !isSettled && stage === null && !retriable && round === 0 && task === null;
}

/** Whether dist-git has the next word: it resolves or imports. */
export function isAtDistGit({ state, task }: SourcePart): boolean {
  return state === 'importing' || (state === 'pending' && task === null);
}

/** Copr's id of the build's source task. */
export function sourceTaskId(build: number): string {
  return String(build);
}

/** Copr's name of the chroot that source tasks are said to have. */
export const SOURCE_CHROOT = 'srpm-builds';

/** Where a source task's log goes, below the results tree. */
export function sourceResults({ owner, dirname }: Pick<ProjectRef, 'owner' | 'dirname'>, build: number): string {
  return `${owner}/${dirname}/${SOURCE_CHROOT}/${String(build).padStart(8, '0')}`;
}

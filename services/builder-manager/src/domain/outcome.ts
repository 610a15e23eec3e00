/** What the end of a container means for its task. Pure: the facts in, the news out. */
import { EXIT_SUPERSEDED, type Outcome, type SourceStage } from '@kopr/proto';
import type { Attempt } from './attempt.js';
import type { Control } from './control.js';

/** Why we ended a container ourselves; kept in the container, so that a restarted manager knows. */
export interface StopMark {
  /** `stop`: somebody asked for it; `timeout`: its time was up; `limit`: it said more than its log may hold. */
  readonly why: 'stop' | 'timeout' | 'limit';
  readonly reason: string;
}

/** How a container ended. */
export interface Ending {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
  readonly mark: StopMark | null;
}

export type Verdict =
  | {
      readonly news: 'finished';
      readonly outcome: Outcome;
      readonly reason: string | null;
      /** Of a source task that failed: where. */
      readonly stage: SourceStage | null;
      readonly manifest: string | null;
    }
  | { readonly news: 'lost'; readonly reason: string };

/** What came of an attempt, and when. */
export interface End {
  readonly verdict: Verdict;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
}

// Ended by a signal from outside: the engine or the host went down, or a person did it.
const KILLED_FROM_OUTSIDE = new Set([137, 143, 255]);

/**
 * A stop that was asked for wins over everything, a delivered manifest over everything else: a container that was killed
 * after its delivery has done its work. What nobody asked for and the builder cannot have done is the host's fault.
 */
export function verdictOf(attempt: Attempt, ending: Ending, control: Control): Verdict {
  if (ending.mark?.why === 'stop') return stopped(ending.mark.reason);
  if (control.manifest) {
    const { outcome, reason, stage, sha256 } = control.manifest;
    return { news: 'finished', outcome, reason, stage, manifest: sha256 };
  }
  if (ending.mark) return failed(attempt, ending.mark.reason, ending.mark.why === 'timeout' ? 'timeout' : 'srpm-build');
  if (ending.exitCode === EXIT_SUPERSEDED) return stopped('the frontend did not want this attempt any more');
  const during = control.phase === null ? '' : `, during ${control.phase}`;
  if (ending.oomKilled) {
    return failed(attempt, `out of memory: killed at ${attempt.memoryMb} MiB${during}`, 'srpm-build');
  }
  if (control.died?.fault === 'host') return { news: 'lost', reason: control.died.reason };
  if (control.died) return failed(attempt, control.died.reason, 'internal');
  const exit = `exit code ${ending.exitCode}${during}`;
  if (KILLED_FROM_OUTSIDE.has(ending.exitCode)) return { news: 'lost', reason: `the container was killed (${exit})` };
  return failed(attempt, `the builder ended without a result (${exit})`, 'internal');
}

/** The container is not there any more. */
export const VANISHED: Verdict = { news: 'lost', reason: 'the container vanished' };

/** The stop that a passed time limit asks for. */
export function timeoutMark({ timeLimitS }: Attempt): StopMark {
  return { why: 'timeout', reason: `timed out after ${timeLimitS} s` };
}

/** A last line for the log when the builder could not write it itself; empty when it could. */
export function lastWords(verdict: Verdict, control: Control): string {
  if (control.manifest || verdict.reason === null) return '';
  return `\n[kopr] ${verdict.reason}\n`;
}

function stopped(reason: string): Verdict {
  return { news: 'finished', outcome: 'stopped', reason, stage: null, manifest: null };
}

function failed({ kind }: Attempt, reason: string, stage: SourceStage): Verdict {
  return { news: 'finished', outcome: 'failed', reason, stage: kind === 'source' ? stage : null, manifest: null };
}

/** What the end of a container means for its task. Pure: the facts in, the news out. */
import { EXIT_SUPERSEDED, type Outcome } from '@kopr/proto';
import type { Attempt } from './attempt.js';
import type { Control } from './control.js';

/** Why we ended a container ourselves; kept in the container, so that a restarted manager knows. */
export interface StopMark {
  readonly why: 'stop' | 'timeout';
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
  if (ending.mark?.why === 'stop') return finished('stopped', ending.mark.reason);
  if (control.manifest) {
    const { outcome, reason, sha256 } = control.manifest;
    return { news: 'finished', outcome, reason, manifest: sha256 };
  }
  if (ending.mark) return finished('failed', ending.mark.reason);
  if (ending.exitCode === EXIT_SUPERSEDED)
    return finished('stopped', 'the frontend did not want this attempt any more');
  if (ending.oomKilled) return finished('failed', `out of memory: killed at ${attempt.memoryMb} MiB${during(control)}`);
  if (control.died !== null) return finished('failed', control.died);
  const exit = `exit code ${ending.exitCode}${during(control)}`;
  if (KILLED_FROM_OUTSIDE.has(ending.exitCode)) return { news: 'lost', reason: `the container was killed (${exit})` };
  return finished('failed', `the builder ended without a result (${exit})`);
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

function finished(outcome: Outcome, reason: string): Verdict {
  return { news: 'finished', outcome, reason, manifest: null };
}

function during({ phase }: Control): string {
  return phase === null ? '' : `, during ${phase}`;
}

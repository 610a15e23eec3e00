/** A task's attempts as a part of a build knows them: the same for the task of a chroot and that of a source. */
import type { Progress } from '@kopr/shared/domain';

/** What is known of the attempts. */
export interface Run {
  /** The newest attempt heard of, and how far it is known to be. */
  readonly progress: Progress;
  readonly host: string | null;
  readonly address: string | null;
  /** Whether a container of the task ever ran; once true, always true. */
  readonly began: boolean;
  /** Digest of the accepted attempt's manifest. */
  readonly manifest: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** No attempt was made yet. */
export const NO_RUN: Run = {
  progress: { attempt: 0, phase: 'queued' },
  host: null,
  address: null,
  began: false,
  manifest: null,
  startedAt: null,
  endedAt: null,
};

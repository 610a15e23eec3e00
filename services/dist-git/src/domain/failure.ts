/** What is told of a failure: its stage on the way into dist-git, and whether asking once more may help. */
import type { SourceStage } from '@kopr/proto';
import type { FailureCode, FailureDetails } from './refusal.js';

/** `step`: the stage is the one that was under way. */
type Row = readonly [stage: SourceStage | 'step', retriable: boolean];

const FAILURES: Readonly<Record<FailureCode, Row>> = {
  // A server that was away, or a file that was not there yet.
  download: ['download', true],
  // A branch that is pushed later, a host that comes back.
  unresolved: ['resolve', true],
  timeout: ['timeout', true],
  storage: ['storage', true],
  internal: ['internal', true],
  // The same bytes are refused the same way each time.
  'not-an-srpm': ['step', false],
  'unsafe-name': ['step', false],
  'too-large': ['step', false],
  'no-spec': ['step', false],
  unsupported: ['step', false],
  gone: ['import', false],
  canceled: ['step', false],
};

/** The stage and the hope of a failure that came up in `step`; `details` know better. */
export function tellFailure(
  code: FailureCode,
  step: SourceStage,
  details: FailureDetails,
): { stage: SourceStage; retriable: boolean } {
  const [stage, retriable] = FAILURES[code];
  return { stage: stage === 'step' ? step : stage, retriable, ...details };
}

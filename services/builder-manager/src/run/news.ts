/** What this service says of attempts. The broker may be away for long: running builds do not notice, the news waits. */
import { envelopeOf, type Bus } from '@kopr/shared/bus';
import { childTrace } from '@kopr/shared/log';
import type { Contained } from '../backends/backend.js';
import type { Attempt } from '../domain/attempt.js';
import type { End, Verdict } from '../domain/outcome.js';
import { insist, type Patience } from './patience.js';

/** Each resolves when the broker has the message. */
export interface News {
  started(contained: Contained, patience: Patience): Promise<void>;
  ended(attempt: Attempt, end: End, patience: Patience): Promise<void>;
}

/** News on the bus, under the trace that the assignment came with. */
export function newsOn(bus: Pick<Bus, 'publish'>): News {
  return {
    async started({ attempt, startedAt }, patience) {
      const at = (startedAt ?? new Date()).toISOString();
      const { trace } = attempt;
      const envelope = envelopeOf(
        'task.started',
        { ...idsOf(attempt), address: null, startedAt: at },
        childTrace(trace),
      );
      await insist('say task.started', patience, () => bus.publish(envelope));
    },
    async ended(attempt, end, patience) {
      const envelope = endEnvelope(attempt, end.verdict, end);
      await insist(`say ${envelope.type}`, patience, () => bus.publish(envelope));
    },
  };
}

/** The message that tells of an end. */
export function endEnvelope(attempt: Attempt, verdict: Verdict, times: Pick<End, 'startedAt' | 'endedAt'>) {
  const trace = childTrace(attempt.trace);
  if (verdict.news === 'lost') return envelopeOf('task.lost', { ...idsOf(attempt), reason: verdict.reason }, trace);
  const { outcome, reason, stage, manifest } = verdict;
  const startedAt = times.startedAt?.toISOString() ?? null;
  const endedAt = times.endedAt.toISOString();
  return envelopeOf(
    'task.finished',
    { ...idsOf(attempt), outcome, reason, stage, manifest, startedAt, endedAt },
    trace,
  );
}

function idsOf({ task, kind, build, attempt, host }: Attempt) {
  return { task, kind, build, attempt, host };
}

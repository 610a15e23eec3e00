/** Starts what the scheduler assigned. */
import type { Body } from '@kopr/proto';
import { done, retry, type Fate } from '@kopr/shared/bus';
import { asError } from '@kopr/shared/errors';
import { signToken } from '@kopr/shared/token';
import { attemptOf, type Attempt } from '../domain/attempt.js';
import type { Verdict } from '../domain/outcome.js';
import type { HostAtWork } from '../hosts/worker-host.js';
import { hasCode } from '../run/has-code.js';

export interface StartOptions {
  readonly privateKeyPem: string;
  /** How many bytes an attempt may deliver. */
  readonly resultBytes: number;
  /** Says an end that no container stands for; rejects when the broker does not take it. */
  readonly say: (attempt: Attempt, verdict: Verdict) => Promise<void>;
}

/** Besides its time limit: a builder may wait for the intake, and clocks differ. */
const TOKEN_SPARE_S = 3600;
/** Tries of a host that does not answer, before the task is called lost and may go elsewhere. */
const PATIENT_TRIES = 3;

/** Acknowledged once the container runs, so that a crash before is made good by the redelivery. */
export async function startAttempt(
  host: HostAtWork,
  assigned: Body<'task.assigned'>,
  meta: { readonly trace: string; readonly attempt: number },
  options: StartOptions,
): Promise<Fate> {
  const attempt = attemptOf(assigned, meta.trace);
  const { engine, image, class: limits } = assigned;
  try {
    const launched = await host.launch({ attempt, engine, image, class: limits, token: tokenFor(attempt, options) });
    if (launched === 'stopped') await options.say(attempt, STOPPED_BEFORE);
    return done;
  } catch (error) {
    const isAway = hasCode(error, 'host-away') || hasCode(error, 'vanished');
    if (isAway && meta.attempt <= PATIENT_TRIES) return retry(asError(error).message);
    if (!isAway && !hasCode(error, 'host-refused')) throw error;
    await options.say(attempt, { news: 'lost', reason: asError(error).message.slice(0, 2000) });
    return done;
  }
}

const STOPPED_BEFORE: Verdict = {
  news: 'finished',
  outcome: 'stopped',
  reason: 'stopped before it started',
  stage: null,
  manifest: null,
};

function tokenFor({ task, attempt, results, timeLimitS }: Attempt, options: StartOptions): string {
  const expiry = Math.floor(Date.now() / 1000) + timeLimitS + TOKEN_SPARE_S;
  return signToken(
    { task, attempt, use: 'builder', expiry, bytes: options.resultBytes, results },
    options.privateKeyPem,
  );
}

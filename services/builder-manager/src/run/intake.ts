/** The manager's side of repo-publisher's intake: the log of an attempt, by offset. */
import { signToken } from '@kopr/shared/token';
import type { Attempt } from '../domain/attempt.js';

/** Where logs go. Every call may be repeated. */
export interface LogIntake {
  /** How many bytes of the log are stored. */
  held(attempt: Attempt): Promise<number>;
  /** Stores `bytes` at `offset`; answers how far the log reaches now, or where it ends when the offset lies beyond. */
  put(attempt: Attempt, offset: number, bytes: Buffer): Promise<{ stored: boolean; held: number }>;
  /** No more will come. */
  seal(attempt: Attempt, size: number): Promise<void>;
}

export interface IntakeOptions {
  readonly url: string;
  readonly privateKeyPem: string;
  /** How long one attempt's log may get. */
  readonly logBytes: number;
}

/** The answer was a refusal that no repeat changes: a log over its budget, or of a folder that cannot be. */
export class LogRefused extends Error {}

/** The intake holds another length than we would seal: the log must be read again. */
export class LogGap extends Error {}

const TOKEN_LIFE_S = 3600;
const ANSWER_WITHIN_MS = 30_000;
const WRONG_OFFSET = 409;
const REFUSALS = new Set([403, 413]);

/** An intake over HTTP. */
export function httpIntake({ url, ...grant }: IntakeOptions): LogIntake {
  const ask = async (attempt: Attempt, method: string, rest: string, body?: Buffer): Promise<Response> => {
    const answer = await fetch(`${url}/intake/${attempt.task}/${attempt.attempt}/${rest}`, {
      method,
      headers: { authorization: `Bearer ${managerToken(attempt, grant)}` },
      ...(body && { body: new Uint8Array(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.arrayBuffer();
    if (answer.ok || answer.status === WRONG_OFFSET) return answer;
    const problem = `the intake answered ${answer.status} to ${method} ${rest}`;
    throw REFUSALS.has(answer.status) ? new LogRefused(problem) : new Error(problem);
  };
  return {
    async held(attempt) {
      // Nothing at an impossible offset: the refusal says where the log ends.
      const answer = await ask(attempt, 'PUT', `log?offset=${Number.MAX_SAFE_INTEGER}`, Buffer.alloc(0));
      return offsetOf(answer);
    },
    async put(attempt, offset, bytes) {
      const answer = await ask(attempt, 'PUT', `log?offset=${offset}`, bytes);
      return answer.ok ? { stored: true, held: offset + bytes.length } : { stored: false, held: offsetOf(answer) };
    },
    async seal(attempt, size) {
      const answer = await ask(attempt, 'POST', `log/seal?size=${size}`);
      if (!answer.ok) throw new LogGap(`the log has ${offsetOf(answer)} bytes, not ${size}`);
    },
  };
}

function offsetOf(answer: Response): number {
  return Number(answer.headers.get('kopr-offset') ?? 0);
}

function managerToken({ task, attempt, results }: Attempt, grant: Omit<IntakeOptions, 'url'>): string {
  const expiry = Math.floor(Date.now() / 1000) + TOKEN_LIFE_S;
  const payload = { task, attempt, use: 'manager', expiry, bytes: grant.logBytes, results } as const;
  return signToken(payload, grant.privateKeyPem);
}

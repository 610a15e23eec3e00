/** Answers of the house that break half-way: it was restarted, say. */
import { pauseBefore } from './http.js';

/** Repeats work whose connection broke; the task's time limit is the only deadline. */
export async function again<T>(say: (text: string) => void, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isBroken(error)) throw error;
      say(`the connection broke (${error.code}); trying again`);
      await pauseBefore(tries);
    }
  }
}

function isBroken(error: unknown): error is NodeJS.ErrnoException {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(code));
}

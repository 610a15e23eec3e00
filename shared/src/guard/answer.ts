/** Waits for the answer to a request, whatever a hostile server makes of it. */
import type { ClientRequest, IncomingMessage } from 'node:http';

/** The answer as soon as its head is there. Rejects when there will be none; then the request is destroyed. */
export function answerTo(asked: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', onAbort);
      asked.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    // Stays for good: an answer and its error may come in one piece, and an error that nobody hears ends the process.
    asked.on('error', fail);
    // All there is after an upgrade that nobody asked for.
    asked.on('close', () => fail(new Error('the connection ended without an answer')));
    asked.on('response', (answer) => {
      signal.removeEventListener('abort', onAbort);
      resolve(answer);
    });
    if (signal.aborted) onAbort();
  });
}

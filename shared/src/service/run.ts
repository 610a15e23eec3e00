/** A service as a process: ends on SIGTERM and SIGINT, and dies loudly on what nobody caught. */
import { asError } from '../errors/index.js';
import type { Log } from '../log/index.js';
import { startService, type RunningService, type ServiceOptions } from './start.js';

/** Ending well may take this long; then the process goes anyway, and the bus redelivers what it held. */
export const END_MS = 25_000;

/** Starts the service and leaves it running; the process ends by a signal (0) or an uncaught error (1). */
export async function runService(options: ServiceOptions): Promise<void> {
  const { log } = options;
  process.on('uncaughtException', (error) => die(log, 'an error was caught by nobody', error));
  process.on('unhandledRejection', (error) => die(log, 'a promise was rejected and nobody listened', error));
  let service: RunningService | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void endBy(signal, service, log));
  }
  try {
    service = await startService(options);
  } catch (error) {
    die(log, 'the service could not start', error);
  }
}

/** While it still starts, perhaps waiting for a server that never comes, there is nothing to end well. */
async function endBy(signal: NodeJS.Signals, service: RunningService | undefined, log: Log): Promise<void> {
  log.info('ending', { signal });
  setTimeout(() => die(log, 'ending took too long', undefined), END_MS).unref();
  await service?.stop();
  log.info('ended');
  exitWhenWritten(0);
}

function die(log: Log, message: string, error: unknown): void {
  log.error(message, error === undefined ? {} : { error: asError(error) });
  exitWhenWritten(1);
}

/** Standard output may be a pipe: what is still in its buffer is the last, most wanted line. */
function exitWhenWritten(code: number): void {
  process.exitCode = code;
  if (process.stdout.writableLength === 0) process.exit(code);
  process.stdout.once('drain', () => process.exit(code));
  setTimeout(() => process.exit(code), 500);
}

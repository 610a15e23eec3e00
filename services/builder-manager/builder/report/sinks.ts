/** Where the output of child processes goes: the container's log, a log file, and a short memory for the reason. */
import { closeSync, openSync, writeSync } from 'node:fs';

export type Sink = (chunk: Buffer) => void;

/** The container's standard output, which the manager follows. */
export const toStdout: Sink = (chunk) => {
  process.stdout.write(chunk);
};

/** A log file that grows over several commands. */
export function toFile(path: string): Sink & { close(): void } {
  const fd = openSync(path, 'a', 0o644);
  const sink = (chunk: Buffer): void => void writeSync(fd, chunk);
  return Object.assign(sink, { close: () => closeSync(fd) });
}

/** Remembers the last `limit` bytes, enough to say why a command failed. */
export function toMemory(limit = 64 * 1024): Sink & { lines(): string[] } {
  let kept = Buffer.alloc(0);
  const sink = (chunk: Buffer): void => {
    kept = Buffer.concat([kept, chunk]);
    // Cut seldom: each cut copies what is kept.
    if (kept.length > 2 * limit) kept = Buffer.from(kept.subarray(-limit));
  };
  return Object.assign(sink, { lines: () => kept.toString('utf8').split('\n') });
}

/** Takes the next bytes of an attempt's log. */
import { appendLog as append, openLength, type Appended } from '../intake/log-file.js';
import type { LogDeps } from './deps.js';
import { findLogPlace, type LogRef } from './find-log-place.js';

/** Idempotent by offset. Bytes of a log that nobody may read any more, or that is sealed, are taken and dropped. */
export async function appendToLog(
  deps: LogDeps,
  ref: LogRef,
  { offset, body, limit }: { offset: number; body: AsyncIterable<Buffer>; limit: number },
): Promise<Appended> {
  return deps.lock(ref.results, async () => {
    const dir = await findLogPlace(deps, ref);
    if (dir === undefined || (await openLength(dir)) === undefined) return { end: 'ok', held: offset };
    const appended = await append(dir, offset, body, limit);
    deps.bell.ring(ref.task);
    return appended;
  });
}

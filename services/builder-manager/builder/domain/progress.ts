/** Output as a log can hold it while it comes: a line that is drawn over and over is told now and then, and as it ended. */
import { lastDrawn, type LineFilter } from './mock-output.js';

const EVERY_MS = 5_000;
/** More than this is not kept waiting for the end of its line. */
const MAX_HELD = 64 * 1024;

/** Hands on whole lines. `now`: milliseconds of any clock that does not go back. */
export function calmly(emit: (lines: Buffer) => void, now: () => number): LineFilter {
  let held = '';
  let toldAt = now();
  const tell = (text: string): void => {
    toldAt = now();
    if (text !== '') emit(Buffer.from(text, 'latin1'));
  };
  const tellLines = (end: number): void => {
    const lines = held.slice(0, end).split('\n').map(lastDrawn);
    held = held.slice(end);
    tell(lines.join('\n'));
  };
  const tellDrawing = (): void => {
    const end = held.lastIndexOf('\r');
    if (end < 0 || now() - toldAt < EVERY_MS) return;
    tell(`${lastDrawn(held.slice(0, end))}\n`);
    held = held.slice(end + 1);
  };
  return {
    take(chunk) {
      // latin1 keeps every byte, also of a character that is cut in two.
      held += chunk.toString('latin1');
      const end = held.lastIndexOf('\n') + 1;
      if (end > 0) tellLines(end);
      if (held.length > MAX_HELD) tellLines(held.length);
      tellDrawing();
    },
    end: () => tellLines(held.length),
  };
}

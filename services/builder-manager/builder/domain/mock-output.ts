/** mock's output as a log can hold it. mock gives dnf a terminal, and dnf draws hundreds of progress bars over each other. */

export interface LineFilter {
  take(chunk: Buffer): void;
  /** Lets go of what came without an end of line. */
  end(): void;
}

const NEWLINE = 0x0a;
/** More than this is not kept waiting for the end of its line. */
const MAX_HELD = 64 * 1024;

/** Hands on whole lines, each as a terminal would show it in the end. */
export function asShown(emit: (lines: Buffer) => void): LineFilter {
  let held = Buffer.alloc(0);
  const release = (count: number): void => {
    const lines = held.subarray(0, count);
    held = held.subarray(count);
    // latin1 keeps every byte, also of a character that is cut in two.
    if (count > 0) emit(Buffer.from(lines.toString('latin1').split('\n').map(lastDrawn).join('\n'), 'latin1'));
  };
  return {
    take(chunk) {
      held = Buffer.concat([held, chunk]);
      release(held.lastIndexOf(NEWLINE) + 1);
      if (held.length > MAX_HELD) release(held.length);
    },
    end: () => release(held.length),
  };
}

/** What was written last over the same line, without its colours. */
export function lastDrawn(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end).replace(STYLE, '');
}

const [ESCAPE, SHIFT_IN] = ['\u001b', '\u000f'];
const STYLE = new RegExp(`${ESCAPE}\\[[\\d;]*m${SHIFT_IN}?`, 'g');

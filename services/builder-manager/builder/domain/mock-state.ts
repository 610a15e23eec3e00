/** state.log of a run: mock's own Start/Finish lines and ours, told in one order. */

const STAMP_LENGTH = '2026-11-22 12:00:00,000'.length;

/** The lines of several logs by their times; lines of the same instant stay as they were. */
export function mergeStateLogs(...texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  const at = (line: string): string => line.slice(0, STAMP_LENGTH);
  return lines
    .sort((one, other) => (at(one) < at(other) ? -1 : Number(at(one) > at(other))))
    .map((line) => `${line}\n`)
    .join('');
}

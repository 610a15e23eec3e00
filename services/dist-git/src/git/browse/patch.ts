/**
 * A patch read line by line. Names in it are quoted in three ways, so they are not read at all: its parts come in the
 * order of the changes that git listed before.
 */
import type { ByteText } from '../../domain/byte-text.js';
import { type Change, NO_FILE } from './change.js';

/** `hunk`: where the lines after it are; `note`: said by git, not in any file. */
export interface PatchLine {
  readonly kind: 'same' | 'added' | 'removed' | 'hunk' | 'note';
  readonly text: ByteText;
  /** Its number before and after the commit, where it has one. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

export interface FileDiff {
  readonly change: Change;
  readonly lines: readonly PatchLine[];
  /** Its contents are binary or too large to be compared. */
  readonly opaque: boolean;
  /** False when the patch did not come to it. */
  readonly told: boolean;
}

/** Takes a patch in. */
export interface PatchReader {
  /** False when it has as much as it may. */
  take(line: ByteText): boolean;
  /** What was taken, then the files that the patch did not come to. */
  files(): FileDiff[];
}

/** Longer lines are cut: nobody reads them on a page. */
const LINE_LENGTH = 1000;
const HUNK = /^@@ -([0-9]+)(?:,[0-9]+)? \+([0-9]+)(?:,[0-9]+)? @@/;

type Growing = FileDiff & { lines: PatchLine[]; opaque: boolean };

/** For a patch of these changes, and at most `maxLines` of it. */
export function patchReader(changes: readonly Change[], maxLines: number): PatchReader {
  const parts = changes.flatMap(partsOf);
  const files: Growing[] = [];
  let left = maxLines;
  let at: { before: number; after: number } | undefined;

  const begin = (): boolean => {
    const change = parts[files.length];
    if (!change) return false;
    at = undefined;
    files.push({ change, lines: [], opaque: false, told: true });
    return true;
  };
  return {
    files: () => [...files, ...parts.slice(files.length).map(untold)],
    take: (line) => {
      if (line.startsWith('diff --git ')) return begin();
      const file = files.at(-1);
      if (!file) return true;
      const [, before, after] = HUNK.exec(line) ?? [];
      if (before !== undefined) at = { before: Number(before), after: Number(after) };
      else if (line.startsWith('Binary files ') && !at) file.opaque = true;
      // What stands before the first hunk was told by the change itself.
      if (!at) return true;
      file.lines.push(before === undefined ? lineOf(line, at) : { kind: 'hunk', ...numberless(line) });
      return --left > 0;
    },
  };
}

function untold(change: Change): FileDiff {
  return { change, lines: [], opaque: false, told: false };
}

/** What changed its type is written as a file that goes, and one that comes. */
function partsOf(change: Change): Change[] {
  if (change.kind !== 'retyped') return [change];
  return [
    { ...change, kind: 'deleted', newMode: NO_FILE },
    { ...change, kind: 'added', oldMode: NO_FILE },
  ];
}

/** Counts the numbers on. */
function lineOf(line: ByteText, at: { before: number; after: number }): PatchLine {
  const text = cut(line.slice(1));
  switch (line[0]) {
    case '+':
      return { kind: 'added', text, before: undefined, after: at.after++ };
    case '-':
      return { kind: 'removed', text, before: at.before++, after: undefined };
    case ' ':
      return { kind: 'same', text, before: at.before++, after: at.after++ };
    default:
      return { kind: 'note', ...numberless(text.trimStart()) };
  }
}

function numberless(line: ByteText): Pick<PatchLine, 'text' | 'before' | 'after'> {
  return { text: cut(line), before: undefined, after: undefined };
}

function cut(text: ByteText): ByteText {
  return text.length > LINE_LENGTH ? `${text.slice(0, LINE_LENGTH)} ...` : text;
}

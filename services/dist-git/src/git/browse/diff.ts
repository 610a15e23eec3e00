/** What a commit changed, within bounds: a page shows what a person can read, a clone shows the rest. */
import type { ByteText } from '../../domain/byte-text.js';
import { type Answers, answersOf } from './answers.js';
import { type Change, changeOf, pathsAfter } from './change.js';
import { type Reading, startGit } from './git-process.js';
import { type FileDiff, patchReader, type PatchReader } from './patch.js';

export interface Diff {
  /** The first of the changed files, with their lines as far as these are shown. */
  readonly files: readonly FileDiff[];
  /** How many files changed; of very many, so many at least. */
  readonly changes: number;
  /** Whether this is all of it. */
  readonly whole: boolean;
}

const DIFF_MS = 5000;
const MAX_CHANGES = 20_000;
const MAX_FILES = 300;
const MAX_LINES = 5000;
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_PATH = 8192;
const NEWLINE = 10;
const OPTIONS = [
  '-r',
  '-p',
  '--raw',
  '-z',
  '-M',
  '--root',
  '--no-commit-id',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
];

/** Compares a commit with its (first) parent, or with nothing. */
export async function readDiff(reading: Reading, commit: string, parent: string | undefined): Promise<Diff> {
  // What is found in time is shown, before the page's own time is over.
  const signal = AbortSignal.any([reading.signal, AbortSignal.timeout(DIFF_MS)]);
  const commits = parent === undefined ? [commit] : [parent, commit];
  const child = startGit({ ...reading, signal }, ['diff-tree', ...OPTIONS, '--end-of-options', ...commits]);
  const answers = answersOf(child.stdout as AsyncIterable<Buffer>);
  try {
    const changes = await readChanges(answers);
    const reader = patchReader(changes.slice(0, MAX_FILES), MAX_LINES);
    await readPatch(answers, reader);
    return { files: reader.files(), changes: changes.length, whole: answers.ended() && !signal.aborted };
  } finally {
    child.kill('SIGKILL');
  }
}

/** An empty one ends them. */
async function readChanges(answers: Answers): Promise<Change[]> {
  const next = async (): Promise<ByteText> => (await answers.until(0, MAX_PATH))?.toString('latin1') ?? '';
  const changes: Change[] = [];
  while (changes.length < MAX_CHANGES) {
    const facts = await next();
    const paths = pathsAfter(facts);
    if (paths === undefined) break;
    changes.push(changeOf(facts, paths === 1 ? [await next()] : [await next(), await next()]));
  }
  return changes;
}

/** Until the patch ends, or the reader has enough. */
async function readPatch(answers: Answers, reader: PatchReader): Promise<void> {
  for (let left = MAX_BYTES; left > 0;) {
    const line = await answers.until(NEWLINE, left);
    if (!line || !reader.take(line.toString('latin1'))) return;
    left -= line.length + 1;
  }
}

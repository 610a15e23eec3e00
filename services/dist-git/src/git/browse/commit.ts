/** Commits: taken apart, found behind tags, listed. */
import { type ByteText, textOf } from '../../domain/byte-text.js';
import { answersOf } from './answers.js';
import { type Reading, startGit } from './git-process.js';
import type { Objects, ObjectFact } from './objects.js';

/** Somebody and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly at: Date;
}

export interface Commit {
  readonly hash: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  /** The first line of the message. */
  readonly subject: string;
  /** The rest of it. */
  readonly body: string;
}

const MAX_COMMIT_BYTES = 256 * 1024;
/** Tags of tags are possible, and nobody's need. */
const MAX_PEELS = 4;
const NEWLINE = 10;
/** The year 9999 ends. */
const LAST_SECOND = 253_402_300_799;

/** The commit that a hash names, perhaps through tags; undefined when it is none, or larger than any honest one. */
export async function readCommit(objects: Objects, hash: string): Promise<Commit | undefined> {
  for (let peel = 0, next: string | undefined = hash; next !== undefined && peel <= MAX_PEELS; peel++) {
    const [object]: (ObjectFact | undefined)[] = await objects.look([next]);
    if (!object || object.size > MAX_COMMIT_BYTES) return undefined;
    if (object.kind !== 'commit' && object.kind !== 'tag') return undefined;
    const text = (await objects.read(object)).toString('latin1');
    if (object.kind === 'commit') return parseCommit(object.hash, text);
    next = /^object ([0-9a-f]{40,64})\n/.exec(text)?.[1];
  }
  return undefined;
}

/** The same of many; what is no commit is left out. */
export async function readCommits(objects: Objects, hashes: readonly string[]): Promise<Commit[]> {
  const commits: Commit[] = [];
  for (const hash of hashes) {
    const commit = await readCommit(objects, hash);
    if (commit) commits.push(commit);
  }
  return commits;
}

/** The hashes of what led to a commit, itself first: `count` of them after the first `skip`. */
export async function listHistory(reading: Reading, from: string, skip: number, count: number): Promise<string[]> {
  const args = ['rev-list', `--skip=${skip}`, `--max-count=${count}`, '--end-of-options', from, '--'];
  const answers = answersOf(startGit(reading, args).stdout as AsyncIterable<Buffer>);
  const hashes: string[] = [];
  for (let line = await answers.until(NEWLINE, 64); line; line = await answers.until(NEWLINE, 64))
    hashes.push(line.toString('latin1'));
  reading.signal.throwIfAborted();
  return hashes;
}

/** `text`: the object's bytes. What is missing in a broken commit is empty. */
export function parseCommit(hash: string, text: ByteText): Commit {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const headers = head
    .split('\n')
    .map((line): [string, string] => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
  const all = (name: string): string[] => headers.filter(([key]) => key === name).map(([, value]) => value);
  const decode = decoderOf(all('encoding')[0]);
  const message = end < 0 ? '' : decode(text.slice(end + 2)).trim();
  const break_ = message.indexOf('\n');
  return {
    hash,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: signatureOf(decode(all('author')[0] ?? '')),
    committer: signatureOf(decode(all('committer')[0] ?? '')),
    subject: break_ < 0 ? message : message.slice(0, break_),
    body: break_ < 0 ? '' : message.slice(break_ + 1).trim(),
  };
}

function signatureOf(text: string): Signature {
  const [, name = text, email = '', seconds = '0'] = /^(.*?) ?<([^>]*)> (\d{1,15}) [+-]\d+$/.exec(text) ?? [];
  return { name, email, at: new Date(Math.min(Number(seconds), LAST_SECOND) * 1000) };
}

/** Commits may name a coding of their own; most do not. */
function decoderOf(encoding: string | undefined): (bytes: ByteText) => string {
  if (encoding === undefined) return textOf;
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return textOf;
  }
}

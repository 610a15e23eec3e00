/** What a name in an address means in a repository. Names are looked up here and never handed to git. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCommit } from '../../domain/address.js';
import { isRef } from '../../domain/names.js';
import { answersOf } from './answers.js';
import { type Reading, startGit } from './git-process.js';

/** A branch and the object that it points at. */
export interface Branch {
  readonly name: string;
  readonly hash: string;
}

const HASH = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
const NEWLINE = 10;
const MAX_LINE = 1000;

/** The object that a branch, a tag or a hash names; undefined when there is no such repository or name. Starts no process. */
export async function resolveRef(repository: string, ref: string): Promise<string | undefined> {
  if (!(await isRepository(repository))) return undefined;
  if (isCommit(ref)) return ref;
  if (!isRef(ref)) return undefined;
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}`];
  // Loose ones first: who packs refs writes the packed ones before the loose ones go.
  const loose = await Promise.all(names.map((name) => readHash(join(repository, name))));
  const packed = packedRefs(await readText(join(repository, 'packed-refs')));
  return names.map((name, at) => loose[at] ?? packed.get(name)).find((hash) => hash !== undefined);
}

/** Whether a repository lies there. */
export async function isRepository(repository: string): Promise<boolean> {
  return (await readText(join(repository, 'HEAD'))) !== '';
}

/** The branch that clones check out, whether it exists or not. */
export async function defaultBranch(repository: string): Promise<string | undefined> {
  return /^ref: refs\/heads\/(.+)\n$/.exec(await readText(join(repository, 'HEAD')))?.[1];
}

/** At most `count` branches, those with the newest commits first. Those that no address can name are left out. */
export async function listBranches(reading: Reading, count: number): Promise<Branch[]> {
  const format = [
    'for-each-ref',
    `--count=${count}`,
    '--sort=-committerdate',
    '--format=%(objectname) %(refname:lstrip=2)',
  ];
  const answers = answersOf(startGit(reading, [...format, 'refs/heads']).stdout as AsyncIterable<Buffer>);
  const branches: Branch[] = [];
  for (;;) {
    const line = await answers.until(NEWLINE, MAX_LINE);
    if (!line) return branches;
    const [, hash, name] = /^([0-9a-f]+) (.+)$/.exec(line.toString('latin1')) ?? [];
    if (hash !== undefined && name !== undefined && isRef(name)) branches.push({ name, hash });
  }
}

function packedRefs(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => /^[0-9a-f]/.test(line));
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
}

async function readHash(path: string): Promise<string | undefined> {
  const text = (await readText(path)).trim();
  return HASH.test(text) ? text : undefined;
}

/** Empty when there is no such file. A directory is none either: `a` beside `a/b`. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return '';
    throw error;
  }
}

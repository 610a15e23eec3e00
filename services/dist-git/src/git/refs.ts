/** Branches and tags of a repository, and what is kept although no branch or tag leads to it any more. */
import { readIfThere } from '@kopr/shared/files';
import { join } from 'node:path';
import type { Refs } from '../domain/push/compare-refs.js';
import { runGit } from './run-git.js';

/** Below here, hidden from clients, each object has a ref of its own name: gc leaves it, and builders find it. */
const KEPT = 'refs/kopr/kept';

/** Every branch and tag, by its whole name; none when there is no repository. */
export function allRefs(repository: string): Promise<Refs> {
  return listRefs(repository, 'refs/heads', 'refs/tags');
}

/** Every ref that is more than a branch: tags, and what is kept. */
export function otherRefs(repository: string): Promise<Refs> {
  return listRefs(repository, 'refs/tags', KEPT);
}

/** HEAD, branches and tags as `git ls-remote` lists them, `^{}` for what a tag points at; empty without a repository. */
export async function listedRefs(repository: string): Promise<string[]> {
  const listed = await runGit(repository, 'show-ref', '--head', '--dereference').catch(() => '');
  return listed
    .split('\n')
    .flatMap((line) => (/^[0-9a-f]+ (HEAD$|refs\/(heads|tags)\/)/.test(line) ? [line.replace(' ', '\t')] : []));
}

/** The e-mail address of each commit's author. */
export async function authorsOf(repository: string, commits: readonly string[]): Promise<Map<string, string>> {
  if (commits.length === 0) return new Map();
  const lines = await runGit(repository, 'log', '--no-walk', '--format=%H %ae', ...commits);
  return new Map(lines.split('\n').flatMap((line) => (line === '' ? [] : [pairIn(line)])));
}

/** Whether the repository has a commit of this name. */
export async function hasCommit(repository: string, commit: string): Promise<boolean> {
  return runGit(repository, 'cat-file', '-e', `${commit}^{commit}`).then(
    () => true,
    (error: unknown) => {
      if ([1, 128].includes(Number((error as { code?: unknown }).code))) return false;
      throw error;
    },
  );
}

/** What git calls the file of that name at the top of a commit; undefined when there is none. */
export async function blobAt(repository: string, commit: string, name: string): Promise<string | undefined> {
  return runGit(repository, 'rev-parse', '--verify', '--quiet', `${commit}:${name}`).then(
    (line) => line.trim(),
    () => undefined,
  );
}

/** Keeps a commit that no branch or tag leads to. Pushes keep what they leave behind, so that this lasts. */
export async function keepCommit(repository: string, commit: string): Promise<void> {
  const leading = await runGit(repository, 'for-each-ref', '--count=1', `--contains=${commit}`);
  if (leading === '') await keepObject(repository, commit);
}

/** Keeps an object for good. May be repeated. */
export async function keepObject(repository: string, object: string): Promise<void> {
  await runGit(repository, 'update-ref', `${KEPT}/${object}`, object);
}

/** Whether `object` is part of the history of `later`. What is no commit has none. */
export async function isWithin(repository: string, object: string, later: string): Promise<boolean> {
  return runGit(repository, 'merge-base', '--is-ancestor', object, later).then(
    () => true,
    (error: unknown) => {
      // 1: it is not; 128: one of them is no commit.
      if ([1, 128].includes(Number((error as { code?: unknown }).code))) return false;
      throw error;
    },
  );
}

async function listRefs(repository: string, ...below: string[]): Promise<Refs> {
  if ((await readIfThere(join(repository, 'HEAD'))) === undefined) return new Map();
  const lines = await runGit(repository, 'for-each-ref', '--format=%(objectname) %(refname)', ...below);
  return new Map(lines.split('\n').flatMap((line) => (line === '' ? [] : [refIn(line)])));
}

function refIn(line: string): [string, string] {
  const [object, ref] = pairIn(line);
  return [ref, object];
}

function pairIn(line: string): [string, string] {
  const end = line.indexOf(' ');
  return [line.slice(0, end), line.slice(end + 1)];
}

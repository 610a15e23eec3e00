/** Branches and tags of a repository, and what is kept although no branch or tag leads to it any more. */
import { readIfThere } from '@kopr/shared/files';
import { join } from 'node:path';
import type { Refs } from '../domain/push/compare-refs.js';
import { KEPT, keptRef } from '../domain/push/kept-ref.js';
import { feedGit, runGit } from './run-git.js';

/** Every branch and tag, by its whole name; none when there is no repository. */
export function allRefs(repository: string): Promise<Refs> {
  return listRefs(repository, 'refs/heads', 'refs/tags');
}

/** Every ref that is more than a branch: tags, and what is kept. */
export function otherRefs(repository: string): Promise<Refs> {
  return listRefs(repository, 'refs/tags', KEPT);
}

/** What is kept, by the whole name of its ref. */
export function keptRefs(repository: string): Promise<Refs> {
  return listRefs(repository, KEPT);
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

/** Keeps a commit that no branch or tag leads to, from now on. Pushes keep what they leave behind, so that this lasts. */
export async function keepCommit(repository: string, commit: string): Promise<void> {
  const leading = ['--count=1', `--contains=${commit}`, 'refs/heads', 'refs/tags'];
  if ((await runGit(repository, 'for-each-ref', ...leading)) === '') await keepObject(repository, commit);
}

/** Keeps an object from `now` on. May be repeated. */
export async function keepObject(repository: string, object: string, now = new Date()): Promise<void> {
  await runGit(repository, 'update-ref', keptRef(object, now), object);
}

/** Keeps no more what these refs keep; all of them go or none. */
export async function dropRefs(repository: string, refs: readonly string[]): Promise<void> {
  await feedGit(repository, refs.map((ref) => `delete ${ref}\n`).join(''), 'update-ref', '--stdin');
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

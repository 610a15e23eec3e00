/** Histories as tests need them: any name, any mode, any bytes, made by one `git fast-import`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteText } from '../../src/domain/byte-text.js';
import { ensureRepository } from '../../src/git/repository.js';

/** What a path holds from a commit on; null: it goes. A module's content is the commit that it names. */
export type Held = string | Buffer | { readonly mode: string; readonly content: string | Buffer } | null;

export interface Told {
  readonly branch: string;
  readonly message: string | Buffer;
  /** Before the mail address. */
  readonly author?: string;
  /** The numbers of other commits that it merges, from 1. */
  readonly merges?: readonly number[];
  /** The number of the commit that it begins from; else that of its branch. */
  readonly from?: number;
  /** By path, one character a byte. */
  readonly files: Readonly<Record<ByteText, Held>>;
}

/** The noon of New Year's Day 2026. */
const START_S = 1_767_268_800;

/** Makes the repository at `path` and tells the commits into it, an hour apart; their hashes in order. */
export async function writeHistory(path: string, head: string, commits: readonly Told[]): Promise<string[]> {
  const work = `${path}.work`;
  mkdirSync(work, { recursive: true });
  await ensureRepository(path, head, work);
  const stream = Buffer.concat([...commits.map(commitOf), Buffer.from('done\n')]);
  const marks = join(work, 'marks');
  const args = [`--git-dir=${path}`, 'fast-import', '--quiet', '--done', '--force', `--export-marks=${marks}`];
  execFileSync('git', args, { input: stream });
  const lines = execFileSync('sort', ['-t:', '-k2n', marks], { encoding: 'latin1' }).trim().split('\n');
  execFileSync('rm', ['-r', work]);
  return lines.map((line) => line.split(' ')[1] ?? '');
}

function commitOf({ branch, message, author = 'Alice', merges = [], from, files }: Told, at: number): Buffer {
  const who = `${author} <alice@example.org> ${START_S + at * 3600} +0000`;
  return Buffer.concat([
    Buffer.from(`commit refs/heads/${branch}\nmark :${at + 1}\nauthor ${who}\ncommitter ${who}\n`),
    data(message),
    Buffer.from(from === undefined ? '' : `from :${from}\n`),
    Buffer.from(merges.map((mark) => `merge :${mark}\n`).join('')),
    ...Object.entries(files).map(([path, held]) => changeOf(path, held)),
    Buffer.from('\n'),
  ]);
}

function changeOf(path: ByteText, held: Held): Buffer {
  if (held === null) return Buffer.from(`D ${quoted(path)}\n`);
  const { mode, content } =
    typeof held === 'string' || Buffer.isBuffer(held) ? { mode: '100644', content: held } : held;
  if (mode === '160000') return Buffer.from(`M ${mode} ${content.toString()} ${quoted(path)}\n`);
  return Buffer.concat([Buffer.from(`M ${mode} inline ${quoted(path)}\n`), data(content)]);
}

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** As C would write it, every odd byte by its number. */
function quoted(path: ByteText): string {
  const inner = path.replace(/[^ !#-[\]-~]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `"${inner}"`;
}

/** One round: the file is read and unpacked as an import does it, and what came of it is looked at. */
import { lstat, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../../services/dist-git/src/domain/refusal.js';
import type { CpioLimits } from '../../../services/dist-git/src/rpm/cpio.js';
import { readSrpm } from '../../../services/dist-git/src/rpm/read-srpm.js';
import { type SourceFile, unpack } from '../../../services/dist-git/src/sources/unpack.js';

/** Small, so that a round cannot be slow by doing what it may. */
const LIMITS = { maxFiles: 100, maxBytes: 4 * 1024 * 1024 };
const REASON = /^[^\p{Cc}\p{Cf}]{1,3000}$/u;

/** The refusal's code, or that it was taken. Rejects with whatever must not happen. */
export async function playRound(
  dir: string,
  bytes: Buffer,
  signal: AbortSignal,
  limits: CpioLimits = LIMITS,
): Promise<string> {
  const [file, into] = [join(dir, 'file'), join(dir, 'into')];
  await mkdir(into, { recursive: true });
  await writeFile(file, bytes);
  try {
    const end = await endOf({ file, into, signal, limits });
    const strays = (await readdir(dir)).filter((name) => name !== 'file' && name !== 'into');
    if (strays.length > 0) throw new Error(`files outside of the directory: ${strays.join(', ')}`);
    return end;
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

interface Round {
  readonly file: string;
  readonly into: string;
  readonly signal: AbortSignal;
  readonly limits: CpioLimits;
}

async function endOf(round: Round): Promise<string> {
  const { into } = round;
  try {
    await holdFiles(into, await take(round));
    return 'taken';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!REASON.test(error.message)) {
      throw new Error(`the reason is no plain text: ${JSON.stringify(error.message.slice(0, 300))}`, { cause: error });
    }
    await holdFlat(into);
    return error.code;
  }
}

async function take({ file, into, signal, limits }: Round): Promise<SourceFile[]> {
  const handle = await open(file, 'r');
  const srpm = await readSrpm(handle, limits).finally(() => handle.close());
  return unpack(file, srpm, into, limits, signal);
}

/** Exactly the files that were told, each as large as told. */
async function holdFiles(into: string, taken: readonly SourceFile[]): Promise<void> {
  const names = await holdFlat(into);
  const told = taken.map(({ name }) => name).sort();
  if (names.sort().join('/') !== told.join('/'))
    throw new Error(`there are ${names.join(', ')}; told were ${told.join(', ')}`);
  for (const { path, size } of taken) {
    if ((await lstat(path)).size !== size) throw new Error(`${path} has another size than told`);
  }
}

async function holdFlat(into: string): Promise<string[]> {
  const entries = await readdir(into, { withFileTypes: true });
  const odd = entries.find((entry) => !entry.isFile());
  if (odd) throw new Error(`"${odd.name}" is no plain file`);
  return entries.map(({ name }) => name);
}

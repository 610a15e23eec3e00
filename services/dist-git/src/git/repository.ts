/** Bare repositories, made and looked at without starting a process. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';

const CONFIG = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n';
/** On disk before the repository has its place, also after a power cut. */
export const WHOLE = { flush: true } as const;

/** Makes the repository at `path` unless it is there; clones check out `branch`. Appears whole or not at all. */
export async function ensureRepository(path: string, branch: string, workDir: string): Promise<void> {
  if (await isThere(path)) return;
  const made = join(workDir, `repository-${randomUUID()}`);
  await layOut(made, `ref: refs/heads/${branch}\n`);
  // Unless another import was faster.
  if (!(await moveIn(made, path))) await rm(made, { recursive: true, force: true });
}

/** Whether a repository lies there. */
export async function isThere(path: string): Promise<boolean> {
  return (await readIfThere(join(path, 'HEAD'))) !== undefined;
}

/** An empty repository; `head` is the text of its HEAD. */
export async function layOut(path: string, head: string): Promise<void> {
  for (const dir of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info']) {
    await mkdir(join(path, dir), { recursive: true });
  }
  await writeFile(join(path, 'config'), CONFIG, WHOLE);
  await writeFile(join(path, 'HEAD'), head, WHOLE);
}

/** Gives the repository `made` its place; false when one is there already. */
export async function moveIn(made: string, path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await rename(made, path);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(String((error as NodeJS.ErrnoException).code))) return false;
    throw error;
  }
}

/** The commits that branches point at; those that do not exist are left out. Right also while refs are being packed. */
export async function readHeads(path: string, branches: readonly string[]): Promise<Map<string, string>> {
  const loose = await looseHeads(path, branches);
  const packed = packedRefs((await readIfThere(join(path, 'packed-refs'))) ?? '');
  // Who packs refs writes the packed ones before the loose ones go; a ref that was packed, then moved, is loose again.
  const again = await looseHeads(path, branches);
  const heads = new Map<string, string>();
  for (const branch of branches) {
    const commit = again.get(branch) ?? packed.get(`refs/heads/${branch}`) ?? loose.get(branch);
    if (commit !== undefined) heads.set(branch, commit);
  }
  return heads;
}

async function looseHeads(path: string, branches: readonly string[]): Promise<Map<string, string>> {
  const heads = new Map<string, string>();
  for (const branch of branches) {
    const commit = (await readIfThere(join(path, 'refs/heads', branch)))?.trim();
    if (commit !== undefined && commit !== '') heads.set(branch, commit);
  }
  return heads;
}

function packedRefs(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => /^[0-9a-f]/.test(line));
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // A directory, or below a file: `a` beside `a/b`.
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}

/** Which dirnames and packages there are: what lies on the disk, whose names were checked when it was made. */
import { readdir } from 'node:fs/promises';
import type { Layout } from '../../domain/layout.js';
import { isDirname, isPackage } from '../../domain/names.js';

/** The dirnames of an owner; undefined when nothing was ever imported for them. */
export async function listDirnames({ git }: Layout, owner: string): Promise<string[] | undefined> {
  return (await namesIn(`${git}/${owner}`))?.filter(isDirname);
}

/** The packages of a dirname; undefined when there is no such dirname. */
export async function listPackages(layout: Layout, owner: string, dirname: string): Promise<string[] | undefined> {
  const names = await namesIn(layout.repositories(owner, dirname));
  return names
    ?.filter((name) => name.endsWith('.git'))
    .map((name) => name.slice(0, -'.git'.length))
    .filter(isPackage);
}

async function namesIn(directory: string): Promise<string[] | undefined> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Keeps a repository quick to clone: each import adds a pack, and now and then all become one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitEnvironment } from './environment.js';

/** git's own limit for automatic repacking. */
const MAX_PACKS = 50;

/** Repacks when there are too many packs. Safe beside readers and imports; returns whether it was needed and went well. */
export async function maintain(repository: string): Promise<boolean> {
  const files = await readdir(join(repository, 'objects', 'pack'));
  if (files.filter((file) => file.endsWith('.pack')).length < MAX_PACKS) return false;
  const child = spawn('git', [`--git-dir=${repository}`, 'gc', '--quiet'], { env: gitEnvironment(), stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

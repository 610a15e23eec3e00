/** What a build wrote is a stranger's: only plain files of allowed names, counts and sizes are taken. */
import { chownSync, copyFileSync, lstatSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Nevra } from '@kopr/proto';
import { NEVRA_FORMAT, parseNevras } from '../domain/nevra.js';
import { isPlainName } from '../domain/text.js';
import { failed } from '../ended.js';
import { capture, ROOT_ENV } from '../system/command.js';
import type { Workplace } from '../workplace.js';
import type { Verdict } from './deliver.js';

const MAX_RPMS = 1000;

/** Moves packages from `dirs` into the results and writes what belongs beside them. `spec`: its name in the sources. */
export async function harvest(workplace: Workplace, dirs: readonly string[], spec: string): Promise<Verdict> {
  const { results, sources, orders } = workplace;
  const found = dirs.flatMap((dir) => plainFiles(dir, (name) => name.endsWith('.rpm')));
  checkHarvest(found, orders.budget);
  const paths = found.map(({ path }) => take(path, results));
  // The spec as it was imported, not as the build may have left it.
  copyFileSync(join(sources, spec), join(results, spec));
  const packages = await readNevras(paths);
  writeFileSync(join(results, 'results.json'), `${JSON.stringify({ packages }, null, 2)}\n`);
  writeFileSync(join(results, 'success'), 'done\n');
  return { outcome: 'succeeded', reason: null, packages };
}

interface Found {
  readonly path: string;
  readonly size: number;
}

/** Plain files below `dir` whose name is wanted. Links are not followed; a file with a second name may be somebody else's. */
export function plainFiles(dir: string, isWanted: (name: string) => boolean): Found[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    const info = lstatSync(path);
    if (info.isDirectory()) return plainFiles(path, isWanted);
    const isTaken = info.isFile() && info.nlink === 1 && isPlainName(name) && isWanted(name);
    return isTaken ? [{ path, size: info.size }] : [];
  });
}

/** Moves one file into `dir`, where only root can change it; answers where it is now. */
export function take(path: string, dir: string): string {
  const target = join(dir, basename(path));
  renameSync(path, target);
  chownSync(target, 0, 0);
  return target;
}

function checkHarvest(found: readonly Found[], budget: number): void {
  if (!found.some(({ path }) => !path.endsWith('.src.rpm'))) throw failed('the build made no packages');
  if (found.length > MAX_RPMS) throw failed(`the build made ${found.length} packages; at most ${MAX_RPMS} are taken`);
  const size = found.reduce((sum, file) => sum + file.size, 0);
  if (size > budget) throw failed(`the packages have ${size} bytes; at most ${budget} are taken`);
}

async function readNevras(paths: readonly string[]): Promise<Nevra[]> {
  const argv = ['rpm', '-qp', '--nosignature', '--nodigest', '--qf', NEVRA_FORMAT, ...paths] as const;
  const { code, text } = await capture({ argv: [...argv], env: ROOT_ENV });
  const packages = parseNevras(text);
  if (code !== 0 || packages?.length !== paths.length) throw failed('rpm cannot read the packages that the build made');
  return packages;
}

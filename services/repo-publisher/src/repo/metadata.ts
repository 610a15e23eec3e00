/** Makes a repository's metadata with createrepo_c, in a folder aside. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDir, readIfThere, writeAtomically } from '@kopr/shared/files';
import { hasGroups } from '../domain/repomd.js';
import { run } from '../process/run.js';

/** What the metadata shall say. Paths of packages are below `dir`. */
export interface MetadataWish {
  /** The repository's folder, in which the packages lie. */
  readonly dir: string;
  /** The folder in which the present `repodata` is: `dir`, or its `devel`. */
  readonly target: string;
  readonly packages: readonly string[];
  /** Content of comps.xml. */
  readonly comps: string | null;
  /** Absolute address of `dir`, for metadata that does not lie beside its packages. */
  readonly baseUrl?: string;
  /** A package's file was replaced under its old name, so files must be looked at again. */
  readonly replaced: boolean;
  /** Believe nothing of the present metadata. */
  readonly fromScratch: boolean;
}

/** Repositories with tens of thousands of large packages take minutes. */
const TIMEOUT_MS = 30 * 60_000;
/** gzip and no databases: every client from EL7 on reads that. Both options differ in default between versions. */
const FORMAT = ['--quiet', '--no-database', '--compress-type', 'gz', '--general-compress-type', 'gz'];

/** Leaves the new metadata in `<staging>/repodata`. What the present metadata knows is not read from packages again. */
export async function makeMetadata(wish: MetadataWish, staging: string, signal?: AbortSignal): Promise<void> {
  await rm(staging, { recursive: true, force: true });
  await ensureDir(staging);
  const list = join(staging, 'packages.list');
  await writeAtomically(list, wish.packages.map((path) => `${path}\n`).join(''));
  const args = [
    ...FORMAT,
    '--outputdir',
    staging,
    '--pkglist',
    list,
    ...(await reuse(wish)),
    ...(await groups(wish, staging)),
  ];
  if (wish.baseUrl !== undefined) args.push('--baseurl', wish.baseUrl);
  await run('createrepo_c', [...args, wish.dir], { timeoutMs: TIMEOUT_MS, signal });
}

async function reuse({ target, comps, replaced, fromScratch }: MetadataWish): Promise<string[]> {
  if (fromScratch) return [];
  const present = await readIfThere(join(target, 'repodata', 'repomd.xml'));
  // createrepo_c 1.x keeps old groups on an update; only a run from scratch drops them.
  if (present === undefined || (comps === null && hasGroups(present))) return [];
  return ['--update', '--update-md-path', target, ...(replaced ? [] : ['--skip-stat'])];
}

async function groups({ comps }: MetadataWish, staging: string): Promise<string[]> {
  if (comps === null) return [];
  const file = join(staging, 'comps.xml');
  await writeAtomically(file, comps);
  return ['--groupfile', file];
}

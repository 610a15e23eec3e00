/**
 * Carries a fork out in one repository: copies result folders of another project under the numbers of the fork's builds
 * and signs their packages anew. Build after build, each in one step, so that a repeat goes on where it was cut short.
 */
import { constants } from 'node:fs';
import { cp, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ForkOrder } from '@kopr/proto';
import { KoprError } from '@kopr/shared/errors';
import { ensureDir, sizeOf, syncFile } from '@kopr/shared/files';
import { transact } from '@kopr/shared/outbox';
import { kindOf } from '../domain/file-names.js';
import { parseResultPath, resultLeaf } from '../domain/result-path.js';
import { checkRpm } from '../intake/result-rules.js';
import type { Signer } from '../sign/keyring.js';
import type { Held } from '../store/lanes.js';
import { addPackages, packagesOfBuild, type NewPackage } from '../store/packages.js';
import { isBuildGone } from '../store/projects.js';
import { repositoryDir, resultDir } from '../tree/layout.js';
import { throwAway } from '../tree/trash.js';
import type { PublishDeps } from './deps.js';

/** What the turn lends. `stage` is a folder of its own. */
export interface CopyTools {
  readonly stage: string;
  readonly signer: Signer;
  readonly stillOurs: () => Promise<void>;
}
type Pair = ForkOrder['pairs'][number];

/** Copies what there is: a build that failed in this chroot, or was deleted since, has nothing to copy. */
export async function copyBuilds(deps: PublishDeps, lane: Held, fork: ForkOrder, tools: CopyTools): Promise<void> {
  for (const pair of fork.pairs) {
    const from = sourceDir(deps, lane, fork, pair);
    if (await isCopied(deps, lane, pair)) continue;
    if ((await sizeOf(join(from, 'success'))) === undefined) {
      deps.log.info('nothing to copy', { build: pair.from, to: pair.to, lane: lane.id });
      continue;
    }
    await copyBuild(deps, lane, from, pair, tools);
  }
}

function sourceDir({ tree }: PublishDeps, { chroot }: Held, { source }: ForkOrder, pair: Pair): string {
  const path = parseResultPath(`${source.owner}/${source.dirname}/${chroot}/${resultLeaf(pair.from, pair.package)}`);
  if (!path) throw new KoprError('refused', `build ${pair.from} of ${source.owner}/${source.dirname} has no folder`);
  return resultDir(tree, path);
}

async function isCopied({ db }: PublishDeps, lane: Held, { to }: Pair): Promise<boolean> {
  return (await packagesOfBuild(db, lane.id, to)).length > 0 || (await isBuildGone(db.manager, to));
}

/** The index is told last: a folder that it does not know may be half of a copy, and is made again. */
async function copyBuild(
  deps: PublishDeps,
  lane: Held,
  from: string,
  { to, package: name }: Pair,
  { stage, signer, stillOurs }: CopyTools,
): Promise<void> {
  const leaf = resultLeaf(to, name);
  const copy = join(stage, leaf);
  const packages = await copyFolder(from, copy, leaf);
  await signer.signRpms(packages.map(({ path }) => join(stage, path)));
  for (const { path } of packages) await syncFile(join(stage, path));
  const target = join(repositoryDir(deps.tree, lane), leaf);
  await stillOurs();
  await throwAway(deps.tree, target);
  await ensureDir(repositoryDir(deps.tree, lane));
  await rename(copy, target);
  await transact(deps.db, (tx) => addPackages(tx, { laneId: lane.id, build: to, listed: true }, packages));
}

/** Without what the web server does not show, and without logs of attempts that did not count. */
async function copyFolder(from: string, to: string, leaf: string): Promise<NewPackage[]> {
  const filter = (path: string): boolean => !/^(\.|attempt-\d+$)/.test(basename(path));
  await cp(from, to, { recursive: true, force: true, mode: constants.COPYFILE_FICLONE, filter });
  const rpms = (await readdir(to)).filter((name) => kindOf(name) === 'rpm');
  return Promise.all(
    rpms.map(async (file) => ({ path: `${leaf}/${file}`, ...(await checkRpm(join(to, file), file)) })),
  );
}

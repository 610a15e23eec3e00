/** Makes the metadata that a turn's changes call for, the main one and that of `devel/`. */
import { join } from 'node:path';
import { readIfThere } from '@kopr/shared/files';
import type { Refresh } from '../domain/plan-refresh.js';
import { SOURCE_BUILDS } from '../domain/result-path.js';
import { prepareMetadata, publishPrepared } from '../repo/refresh.js';
import type { MetadataWish } from '../repo/metadata.js';
import type { Signer } from '../sign/keyring.js';
import type { Held } from '../store/lanes.js';
import { packagePaths } from '../store/packages.js';
import { repositoryDir } from '../tree/layout.js';
import { compsFile } from './bring-comps.js';
import type { CarriedOut } from './carry-out.js';
import type { PublishDeps } from './deps.js';
import { dropUnreadable } from './drop-unreadable.js';
import type { Hold } from './hold-lane.js';

/** What the turn did, and with what to sign. */
export interface MetadataTurn {
  readonly carried: readonly CarriedOut[];
  readonly refresh: Refresh;
  readonly staging: string;
  readonly signer: Signer;
}

/** The repository's revision afterwards, and the orders that go on to a good end. */
export async function publishMetadata(
  deps: PublishDeps,
  lane: Held,
  hold: Hold,
  turn: MetadataTurn,
): Promise<{ revision: number; carried: readonly CarriedOut[] }> {
  const { refresh } = turn;
  let { carried } = turn;
  if (lane.chroot === SOURCE_BUILDS || !(refresh.main || refresh.devel)) return { revision: lane.revision, carried };
  const revision = lane.revision + 1;
  const dir = repositoryDir(deps.tree, lane);
  const wish = await wishOf(carried, dir);
  if (refresh.main) carried = await publish(deps, lane, hold, { ...turn, carried, revision }, { ...wish, target: dir });
  if (refresh.devel) {
    const baseUrl = `${deps.resultsUrl}/${lane.owner}/${lane.dirname}/${lane.chroot}`;
    const devel = { ...wish, target: join(dir, 'devel'), baseUrl };
    carried = await publish(deps, lane, hold, { ...turn, carried, revision }, devel);
  }
  return { revision, carried };
}

/** Who asks to regenerate may do so because the metadata is wrong. */
async function wishOf(carried: readonly CarriedOut[], dir: string): Promise<Omit<MetadataWish, 'target' | 'packages'>> {
  return {
    dir,
    comps: (await readIfThere(compsFile(dir))) ?? null,
    replaced: carried.some(({ replaced }) => replaced),
    fromScratch: carried.some(({ verb }) => verb === 'regenerate'),
  };
}

/** The orders that are left: those of builds with a package that cannot be read have ended, before anybody saw them. */
async function publish(
  deps: PublishDeps,
  lane: Held,
  hold: Hold,
  { carried, staging, signer, revision }: MetadataTurn & { readonly revision: number },
  wish: Omit<MetadataWish, 'packages'>,
): Promise<readonly CarriedOut[]> {
  const aside = join(staging, 'metadata');
  const prepare = async (): Promise<string[]> => {
    const packages = await packagePaths(deps.db, lane.id, wish.baseUrl !== undefined);
    return prepareMetadata({ ...wish, packages }, aside, hold.signal);
  };
  let missing = await prepare();
  const left = await dropUnreadable(deps, lane, hold, carried, missing);
  if (left.length < carried.length) missing = await prepare();
  // Published long ago: one bad package must not hold up everybody's.
  if (missing.length > 0) deps.log.error('packages are missing from metadata', { lane: lane.id, missing });
  await publishPrepared(wish.target, aside, signer, { revision, graceMs: deps.graceMs, stillOurs: hold.stillOurs });
  return left;
}

/** Makes the metadata that a turn's changes call for, the main one and that of `devel/`. */
import { join } from 'node:path';
import type { Refresh } from '../domain/plan-refresh.js';
import { SOURCE_BUILDS } from '../domain/result-path.js';
import { refreshMetadata } from '../repo/refresh.js';
import type { MetadataWish } from '../repo/metadata.js';
import type { Signer } from '../sign/keyring.js';
import type { Held } from '../store/lanes.js';
import { packagePaths } from '../store/packages.js';
import { writeAtomically } from '../tree/files.js';
import { repositoryDir } from '../tree/layout.js';
import type { CarriedOut } from './carry-out.js';
import type { PublishDeps } from './deps.js';
import type { Hold } from './hold-lane.js';

/** What the turn did, and with what to sign. */
export interface MetadataTurn {
  readonly carried: readonly CarriedOut[];
  readonly refresh: Refresh;
  readonly staging: string;
  readonly signer: Signer;
}

/** The repository's revision afterwards. */
export async function publishMetadata(deps: PublishDeps, lane: Held, hold: Hold, turn: MetadataTurn): Promise<number> {
  const { refresh } = turn;
  if (lane.chroot === SOURCE_BUILDS || !(refresh.main || refresh.devel)) return lane.revision;
  const revision = lane.revision + 1;
  const dir = repositoryDir(deps.tree, lane);
  const wish = wishOf(turn.carried, dir);
  if (refresh.main)
    await publish(deps, lane, hold, turn, revision, {
      ...wish,
      target: dir,
      packages: await packagePaths(deps.db, lane.id, false),
    });
  if (refresh.devel) {
    const packages = await packagePaths(deps.db, lane.id, true);
    const baseUrl = `${deps.resultsUrl}/${lane.owner}/${lane.dirname}/${lane.chroot}`;
    await publish(deps, lane, hold, turn, revision, { ...wish, target: join(dir, 'devel'), packages, baseUrl });
  }
  if (wish.comps !== null) await writeAtomically(join(dir, 'comps.xml'), wish.comps);
  return revision;
}

/** The newest order's settings count. Who asks to regenerate may do so because the metadata is wrong. */
function wishOf(carried: readonly CarriedOut[], dir: string): Omit<MetadataWish, 'target' | 'packages'> {
  return {
    dir,
    comps: carried.at(-1)?.row.body.settings.comps ?? null,
    replaced: carried.some(({ replaced }) => replaced),
    fromScratch: carried.some(({ verb }) => verb === 'regenerate'),
  };
}

async function publish(
  deps: PublishDeps,
  lane: Held,
  hold: Hold,
  turn: MetadataTurn,
  revision: number,
  wish: MetadataWish,
): Promise<void> {
  const options = { revision, graceMs: deps.graceMs, stillOurs: hold.stillOurs, signal: hold.signal };
  const { listed } = await refreshMetadata(wish, join(turn.staging, 'metadata'), turn.signer, options);
  if (listed === wish.packages.length) return;
  // The rest of the repository is published all the same: one bad package must not hold up everybody's.
  deps.log.error('packages are missing from metadata', { lane: lane.id, wanted: wish.packages.length, listed });
}

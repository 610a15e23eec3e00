/** One turn of a repository: all orders that wait for it, one run of createrepo_c, one switch, and the answers. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nextTurn, REMOVES } from '../domain/next-turn.js';
import { planRefresh } from '../domain/plan-refresh.js';
import { withSigner, type Signer } from '../sign/keyring.js';
import { ensureKey } from '../sign/project-key.js';
import type { Work } from '../store/entities.js';
import { releaseLane, type Held } from '../store/lanes.js';
import { openWork } from '../store/work.js';
import { claimDirname } from '../tree/claim-dirname.js';
import { carryOut, type CarriedOut } from './carry-out.js';
import { deleteChroot } from './delete-chroot.js';
import type { PublishDeps } from './deps.js';
import { endTurn } from './end-turn.js';
import { isLost, type Hold } from './hold-lane.js';
import { publishMetadata } from './publish-metadata.js';
import { removeBuildFolders } from './remove-build-folders.js';
import { settleFailure } from './settle-failure.js';

/** Serves the lane. What fails is settled row by row; only what concerns the whole turn is thrown, after settling. */
export async function serveRepository(deps: PublishDeps, lane: Held, hold: Hold): Promise<void> {
  const work = nextTurn(await openWork(deps.db, lane.id));
  const staging = join(deps.tree.staging, lane.lease);
  try {
    const [first] = work;
    if (first?.verb === REMOVES) await deleteChroot(deps, lane, hold, first);
    else if (first) await serve(deps, lane, hold, { work, project: first.body.project.name, staging });
    else await releaseLane(deps.db, lane, lane.revision);
  } catch (error) {
    // What a killed program complains about is not the cause.
    await settleFailure(deps, work, hold.signal.aborted ? hold.signal.reason : error);
    await releaseLane(deps.db, lane, lane.revision);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

interface Turn {
  readonly work: readonly Work[];
  readonly project: string;
  readonly staging: string;
}

async function serve(deps: PublishDeps, lane: Held, hold: Hold, turn: Turn): Promise<void> {
  const { tree } = deps;
  const key = await ensureKey(
    tree.keys,
    { projectId: lane.projectId, owner: lane.owner, project: turn.project },
    deps.keyKind,
  );
  await claimDirname(tree, lane.projectId, lane, key.publicKey);
  const { carried, revision } = await withSigner(key, hold.signal, (signer) => change(deps, lane, hold, turn, signer));
  for (const { row } of carried) if (row.verb === 'delete-builds') await removeBuildFolders(tree, lane, row);
  await endTurn(deps, lane, carried, revision);
}

/** Carries the orders out and brings the metadata up to what they changed. */
async function change(
  deps: PublishDeps,
  lane: Held,
  hold: Hold,
  { work, staging }: Turn,
  signer: Signer,
): Promise<{ carried: readonly CarriedOut[]; revision: number }> {
  const carried: CarriedOut[] = [];
  for (const row of work) {
    try {
      const develMode = carried.at(-1)?.develMode ?? lane.develMode;
      carried.push(await carryOut(deps, lane, row, { staging, signer, stillOurs: hold.stillOurs, develMode }));
    } catch (error) {
      if (isLost(error) || hold.signal.aborted) throw error;
      await settleFailure(deps, [row], error);
    }
  }
  const refresh = planRefresh(carried, lane.revision === 0);
  if (carried.length === 0) return { carried, revision: lane.revision };
  return publishMetadata(deps, lane, hold, { carried, refresh, staging, signer });
}

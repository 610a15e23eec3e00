/** What one order changes in tree and index, before the metadata follows. */
import { join } from 'node:path';
import { transact } from '@kopr/shared/outbox';
import { develModeAfter, setsDevelMode } from '../domain/devel-mode.js';
import type { OrderKind } from '../domain/plan-refresh.js';
import type { Signer } from '../sign/keyring.js';
import type { Work } from '../store/entities.js';
import { keepDevelMode, type Held } from '../store/lanes.js';
import { listAll, removeBuilds } from '../store/packages.js';
import { markPlaced } from '../store/work.js';
import { repositoryDir } from '../tree/layout.js';
import { isFork, isPublish } from './answers.js';
import { bringComps } from './bring-comps.js';
import { copyBuilds } from './copy-builds.js';
import type { PublishDeps } from './deps.js';
import { placeBuild } from './place-build.js';

/** An order that was carried out up to the metadata. */
export interface CarriedOut extends OrderKind {
  readonly row: Work;
  /** A file was replaced under its old name. */
  readonly replaced: boolean;
}

/** What the turn lends to its orders. `develMode`: whether the repository is in it before this order. */
export interface TurnTools {
  readonly staging: string;
  readonly signer: Signer;
  readonly stillOurs: () => Promise<void>;
  readonly develMode: boolean | null;
}

/** A row that is placed already was carried out in an earlier turn that died before its end. */
export async function carryOut(deps: PublishDeps, lane: Held, row: Work, tools: TurnTools): Promise<CarriedOut> {
  const { settings } = row.body;
  await bringComps(repositoryDir(deps.tree, lane), settings.comps?.[lane.chroot]);
  const develMode = develModeAfter(tools.develMode, row.verb, settings.develMode);
  const kind = { row, verb: row.verb, develMode, replaced: false };
  if (row.step === 'placed') return { ...kind, touched: true };
  if (isPublish(row)) {
    const order = { ...tools, workId: row.id, body: row.body, listed: !develMode };
    return { ...kind, replaced: await placeBuild(deps, lane, order, tools.signer) };
  }
  const stage = join(tools.staging, String(row.id));
  if (isFork(row)) await copyBuilds(deps, lane, row.body.fork, { ...tools, stage });
  return { ...kind, touched: await changeIndex(deps, lane, row, develMode) };
}

async function changeIndex({ db }: PublishDeps, lane: Held, row: Work, develMode: boolean): Promise<boolean> {
  const { id, verb, body } = row;
  return transact(db, async (tx) => {
    await markPlaced(tx, id);
    if (setsDevelMode(verb)) await keepDevelMode(tx, lane, develMode);
    // Where devel mode ends, nothing waits for a regenerate any more.
    if (verb === 'regenerate' || (verb === 'settings' && !develMode)) await listAll(tx, lane.id);
    return verb === 'delete-builds' && 'builds' in body && removeBuilds(tx, lane.id, body.builds);
  });
}

/** What one order changes in tree and index, before the metadata follows. */
import { transact } from '@kopr/shared/outbox';
import type { OrderKind } from '../domain/plan-refresh.js';
import type { Signer } from '../sign/keyring.js';
import type { Work } from '../store/entities.js';
import type { Held } from '../store/lanes.js';
import { listAll, removeBuilds } from '../store/packages.js';
import { markPlaced } from '../store/work.js';
import { repositoryDir } from '../tree/layout.js';
import { isPublish } from './answers.js';
import type { PublishDeps } from './deps.js';
import { bringComps } from './bring-comps.js';
import { placeBuild } from './place-build.js';

/** An order that was carried out up to the metadata. */
export interface CarriedOut extends OrderKind {
  readonly row: Work;
  /** A file was replaced under its old name. */
  readonly replaced: boolean;
}

/** A row that is placed already was carried out in an earlier turn that died before its end. */
export async function carryOut(
  deps: PublishDeps,
  lane: Held,
  row: Work,
  { staging, signer, stillOurs }: { staging: string; signer: Signer; stillOurs: () => Promise<void> },
): Promise<CarriedOut> {
  await bringComps(repositoryDir(deps.tree, lane), row.body.settings.comps?.[lane.chroot]);
  const kind = { row, verb: row.verb, develMode: row.body.settings.develMode, replaced: false };
  if (row.step === 'placed') return { ...kind, touched: true };
  if (isPublish(row)) {
    return {
      ...kind,
      replaced: await placeBuild(deps, lane, { workId: row.id, body: row.body, staging, stillOurs }, signer),
    };
  }
  return { ...kind, touched: await changeIndex(deps, lane, row) };
}

async function changeIndex({ db }: PublishDeps, lane: Held, { id, verb, body }: Work): Promise<boolean> {
  return transact(db, async (tx) => {
    await markPlaced(tx, id);
    if (verb === 'regenerate') await listAll(tx, lane.id);
    return verb === 'delete-builds' && 'builds' in body && removeBuilds(tx, lane.id, body.builds);
  });
}

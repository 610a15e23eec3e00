/** Brings one build's files from the intake into the tree: checked, signed, in place, in the index. Repeatable. */
import { constants } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Body, Manifest } from '@kopr/proto';
import { KoprError } from '@kopr/shared/errors';
import { ensureDir, syncFile, writeAtomically } from '@kopr/shared/files';
import { blobsDir, readManifest } from '@kopr/shared/intake';
import { transact } from '@kopr/shared/outbox';
import { kindOf } from '../domain/file-names.js';
import { parseResultPath, type ResultPath } from '../domain/result-path.js';
import { checkRpm } from '../intake/result-rules.js';
import type { Signer } from '../sign/keyring.js';
import type { Held } from '../store/lanes.js';
import { addPackages, type NewPackage } from '../store/packages.js';
import { isBuildGone } from '../store/projects.js';
import { markPlaced } from '../store/work.js';
import { attemptDir, resultDir } from '../tree/layout.js';
import { placeFile } from '../tree/place-file.js';
import type { PublishDeps } from './deps.js';
import { laneLost } from './hold-lane.js';

/** A build whose turn it is. `staging` is the turn's own folder; `stillOurs` throws when the lane is lost. */
export interface BuildOrder {
  readonly workId: number;
  /** Whether it goes into the main metadata at once. */
  readonly listed: boolean;
  readonly body: Body<'publish.requested'>;
  readonly staging: string;
  readonly stillOurs: () => Promise<void>;
}

/** True when files of the same names were there before. Throws KoprError `refused` when trying again would not help. */
export async function placeBuild(deps: PublishDeps, lane: Held, order: BuildOrder, signer: Signer): Promise<boolean> {
  const { workId, body, staging, stillOurs, listed } = order;
  const path = await checkOrder(deps, lane, body);
  const intake = attemptDir(deps.tree, body.task, body.attempt);
  const manifest = await acceptedManifest(intake, body);
  const stage = join(staging, String(workId));
  const packages = await stageRpms(manifest, intake, stage, path.leaf);
  await signer.signRpms(packages.map((found) => join(stage, basename(found.path))));
  // Whoever has the lane now may have published this build already: its files must not change under their metadata.
  await stillOurs();
  await moveIntoPlace(manifest, intake, stage, resultDir(deps.tree, path));
  return transact(deps.db, async (tx) => {
    if (!(await markPlaced(tx, workId))) throw laneLost(lane);
    return addPackages(tx, { laneId: lane.id, build: body.build, listed }, packages);
  });
}

async function checkOrder({ db }: PublishDeps, lane: Held, body: Body<'publish.requested'>): Promise<ResultPath> {
  const path = parseResultPath(body.results);
  const fits = path?.owner === lane.owner && path.dirname === lane.dirname && path.chroot === lane.chroot;
  if (!path || !fits || path.build !== body.build)
    throw refused(`${body.results} is no result folder of this repository`);
  if (await isBuildGone(db.manager, body.build)) throw refused('the build was deleted');
  return path;
}

async function acceptedManifest(intake: string, body: Body<'publish.requested'>): Promise<Manifest> {
  const stored = await readManifest(intake);
  if (!stored) throw refused(`attempt ${body.attempt} left no manifest at the intake`);
  const { manifest, digest } = stored;
  if (digest !== body.manifest) throw refused(`the manifest’s digest is ${digest}, not ${body.manifest} as accepted`);
  if (manifest.outcome !== 'succeeded') throw refused(`the manifest says ${manifest.outcome}`);
  if (!manifest.files.some(({ name }) => kindOf(name) === 'rpm')) throw refused('the build made no packages');
  return manifest;
}

/** Copies, so that signing changes nothing in the intake and can be done again. */
async function stageRpms(manifest: Manifest, intake: string, stage: string, leaf: string): Promise<NewPackage[]> {
  await mkdir(stage, { recursive: true });
  const rpms = manifest.files.filter(({ name }) => kindOf(name) === 'rpm');
  return Promise.all(
    rpms.map(async ({ name: file, sha256 }) => {
      // Not synced: what signing makes of it is, before it moves.
      await copyFile(join(blobsDir(intake), sha256), join(stage, file), constants.COPYFILE_FICLONE);
      return { path: `${leaf}/${file}`, ...(await checkRpm(join(stage, file), file)) };
    }),
  );
}

/** RPMs first and `success` last: what copr-cli and people take for done is done. */
async function moveIntoPlace({ files }: Manifest, intake: string, stage: string, dir: string): Promise<void> {
  await ensureDir(dir);
  await Promise.all(
    files.map(async ({ name, sha256 }) => {
      if (kindOf(name) !== 'rpm') return placeFile(join(blobsDir(intake), sha256), dir, name);
      await syncFile(join(stage, name));
      await rename(join(stage, name), join(dir, name));
    }),
  );
  await writeAtomically(join(dir, 'success'), 'done\n');
  await syncFile(dir);
}

function refused(reason: string): KoprError {
  return new KoprError('refused', reason);
}

/** Rows of builds' sources: what there is to tell of one besides its state, which stands in the build's own row for lists. */
import type { Pin, SecretKind, SourceStage } from '@kopr/proto';
import type { Phase } from '@kopr/shared/domain';
import { EntitySchema, In, type EntityManager } from 'typeorm';
import { newSource, isPlain, type SourcePart, type SourceTask } from '../domain/source-part.js';
import { flag, integer, json, nullable, text, time, valuesOf } from './column.js';
import { readRow } from './read.js';

/** Most finished SRPMs have none. */
export interface BuildSourceRow {
  buildId: number;
  stage: SourceStage | null;
  retriable: boolean;
  pin: Pin | null;
  secret: SecretKind | null;
  importedBy: number | null;
  round: number;
  task: SourceTask | null;
  branches: string[] | null;
  attempt: number;
  attemptPhase: Phase;
  host: string | null;
  address: string | null;
  began: boolean;
  manifest: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

export const BuildSourceEntity = new EntitySchema<BuildSourceRow>({
  name: 'build_source',
  tableName: 'build_sources',
  columns: {
    buildId: { type: 'int', name: 'build_id', unsigned: true, primary: true },
    stage: text('stage', nullable),
    retriable: flag('retriable'),
    pin: json('pin', nullable),
    secret: text('secret', nullable),
    importedBy: integer('imported_by', { ...nullable, unsigned: true }),
    round: integer('round', { unsigned: true }),
    task: json('task', nullable),
    branches: json('branches', nullable),
    attempt: integer('attempt', { unsigned: true }),
    attemptPhase: text('attempt_phase'),
    host: text('host', nullable),
    address: text('address', nullable),
    began: flag('began'),
    manifest: text('manifest', nullable),
    startedAt: time('started_at', nullable),
    endedAt: time('ended_at', nullable),
  },
});

/** The row of a build's source, if it has one. */
export function readSource(tx: EntityManager, buildId: number): Promise<BuildSourceRow | null> {
  return readRow(tx, BuildSourceEntity, 'WHERE t.build_id = ?', [buildId]);
}

/** Those of several builds, by the builds' numbers. */
export async function readSources(
  tx: EntityManager,
  buildIds: readonly number[],
): Promise<ReadonlyMap<number, BuildSourceRow>> {
  const rows = await tx.find(BuildSourceEntity, { where: { buildId: In([...buildIds]) } });
  return new Map(rows.map((row) => [row.buildId, row]));
}

/** The domain's source out of what the build's row says and its own. */
export function sourceOf(
  stands: Pick<SourcePart, 'state' | 'reason' | 'movedAt'>,
  row: BuildSourceRow | null | undefined,
): SourcePart {
  const plain = { ...newSource(stands.movedAt), ...stands };
  if (!row) return plain;
  const { stage, retriable, pin, secret, importedBy, round, task, branches, attempt, attemptPhase } = row;
  const { host, address, began, manifest, startedAt, endedAt } = row;
  const progress = { attempt, phase: attemptPhase };
  const run = { progress, host, address, began, manifest, startedAt, endedAt };
  return { ...plain, stage, retriable, pin, secret, importedBy, round, task, branches, ...run };
}

/** Writes what changed of a locked build's source; false when another writer got there, which would be a bug. */
export async function writeSource(
  tx: EntityManager,
  buildId: number,
  before: SourcePart,
  after: SourcePart,
): Promise<boolean> {
  if (before === after || isPlain(after)) return true;
  const values = valuesOf(BuildSourceEntity, rowOf(after, buildId));
  if (isPlain(before)) {
    await tx.insert(BuildSourceEntity, values);
    return true;
  }
  const where = { buildId, attempt: before.progress.attempt, round: before.round };
  const { affected } = await tx.update(BuildSourceEntity, where, values);
  return affected === 1;
}

/** Adds the source of a build that was just added. */
export async function addSource(tx: EntityManager, buildId: number, source: SourcePart): Promise<void> {
  if (!isPlain(source)) await tx.insert(BuildSourceEntity, valuesOf(BuildSourceEntity, rowOf(source, buildId)));
}

function rowOf(source: SourcePart, buildId: number): BuildSourceRow {
  const { stage, retriable, pin, secret, importedBy, round, task, branches, progress } = source;
  const { host, address, began, manifest, startedAt, endedAt } = source;
  const attempts = { attempt: progress.attempt, attemptPhase: progress.phase };
  const own = { stage, retriable, pin, secret, importedBy, round, task, branches: branches && [...branches] };
  return { buildId, ...own, ...attempts, host, address, began, manifest, startedAt, endedAt };
}

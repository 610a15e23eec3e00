/** Builds whose forge is told how they stand: where, of which commit, and how often it was told. */
import type { StatusForge } from '@kopr/proto';
import { EntitySchema, LessThan, type EntityManager } from 'typeorm';
import { integer, long, nullable, ref, text } from './column.js';

export interface BuildStatusRow {
  buildId: number;
  forge: StatusForge;
  address: string;
  /** The path of the repository below the address. */
  repository: string;
  /** Null where only the build’s source will tell it. */
  commit: string | null;
  context: string;
  /** Of the last word about it; 0 before the first. */
  number: number;
  /** Of the last word of which the end is known; 0 before the first. */
  toldNumber: number;
  /** Why the forge was not told that; null when it was. */
  refusal: string | null;
}

export const BuildStatusEntity = new EntitySchema<BuildStatusRow>({
  name: 'build_status',
  tableName: 'build_statuses',
  columns: {
    buildId: ref('build_id', { primary: true }),
    forge: text('forge'),
    address: text('address'),
    repository: text('repository'),
    commit: text('commit_id', nullable),
    context: text('context'),
    number: integer('number', { unsigned: true }),
    toldNumber: integer('told_number', { unsigned: true }),
    refusal: long('refusal', nullable),
  },
});

/** Notes that a build is told of. */
export async function addBuildStatus(tx: EntityManager, row: BuildStatusRow): Promise<void> {
  await tx.insert(BuildStatusEntity, row);
}

/** Where a build is told of; null of those that are not. */
export function buildStatusOf(tx: EntityManager, buildId: number): Promise<BuildStatusRow | null> {
  return tx.findOneBy(BuildStatusEntity, { buildId });
}

/** Counts one more word about a build whose row is locked; answers its number. */
export async function countStatus(tx: EntityManager, { buildId, number }: BuildStatusRow): Promise<number> {
  await tx.update(BuildStatusEntity, { buildId }, { number: number + 1 });
  return number + 1;
}

/** Notes what became of a word, unless that of a later one is known. */
export async function noteStatusEnd(
  tx: EntityManager,
  buildId: number,
  { number, refusal }: { readonly number: number; readonly refusal: string | null },
): Promise<void> {
  await tx.update(BuildStatusEntity, { buildId, toldNumber: LessThan(number) }, { toldNumber: number, refusal });
}

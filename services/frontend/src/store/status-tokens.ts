/** By which token each project’s forge is told how commits fare. Sealed: nobody reads it here. */
import type { StatusForge } from '@kopr/proto';
import { EntitySchema, type EntityManager } from 'typeorm';
import { long, nullable, ref, text, time } from './column.js';

export interface StatusTokenRow {
  projectId: number;
  forge: StatusForge;
  /** The forge as people reach it. The token is for no other. */
  address: string;
  sealed: string;
  /** Name of the user who gave it. */
  setBy: string;
  setAt: Date;
  /** When the forge was last told something by it, or refused that; null while it was not. */
  usedAt: Date | null;
  /** Why the forge refused it then; null when it did not. */
  refusal: string | null;
}

export const StatusTokenEntity = new EntitySchema<StatusTokenRow>({
  name: 'status_token',
  tableName: 'status_tokens',
  columns: {
    projectId: ref('project_id', { primary: true }),
    forge: text('forge'),
    address: text('address'),
    sealed: long('sealed'),
    setBy: text('set_by'),
    setAt: time('set_at'),
    usedAt: time('used_at', nullable),
    refusal: long('refusal', nullable),
  },
});

/** The project’s token; null when it has none. */
export function findStatusToken(tx: EntityManager, projectId: number): Promise<StatusTokenRow | null> {
  return tx.findOneBy(StatusTokenEntity, { projectId });
}

/** All of them. */
export function statusTokens(tx: EntityManager): Promise<StatusTokenRow[]> {
  return tx.find(StatusTokenEntity);
}

/** Seals one anew, unless another was set meanwhile. */
export async function replaceSealedToken(
  tx: EntityManager,
  was: Pick<StatusTokenRow, 'projectId' | 'sealed'>,
  sealed: string,
): Promise<void> {
  await tx.update(StatusTokenEntity, was, { sealed });
}

/** Keeps it, in place of one that there was. */
export async function writeStatusToken(tx: EntityManager, row: StatusTokenRow): Promise<void> {
  await tx.upsert(StatusTokenEntity, row, ['projectId']);
}

/** How the forge took it, unless it is another one by now, or later news is known. */
export async function noteTokenUse(
  tx: EntityManager,
  { projectId, forge, address }: Pick<StatusTokenRow, 'projectId' | 'forge' | 'address'>,
  { usedAt, refusal }: { readonly usedAt: Date; readonly refusal: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE status_tokens SET used_at = ?, refusal = ?
      WHERE project_id = ? AND forge = ? AND address = ? AND set_at <= ? AND COALESCE(used_at, set_at) <= ?`,
    [usedAt, refusal, projectId, forge, address, usedAt, usedAt],
  );
}

/** Forgets it. */
export async function dropStatusToken(tx: EntityManager, projectId: number): Promise<void> {
  await tx.delete(StatusTokenEntity, { projectId });
}

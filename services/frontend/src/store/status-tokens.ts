/** By which token each project’s forge is told how commits fare. Sealed: nobody reads it here. */
import type { StatusForge } from '@kopr/proto';
import { EntitySchema, type EntityManager } from 'typeorm';
import { long, ref, text, time } from './column.js';

export interface StatusTokenRow {
  projectId: number;
  forge: StatusForge;
  /** The forge as people reach it. The token is for no other. */
  address: string;
  sealed: string;
  /** Name of the user who gave it. */
  setBy: string;
  setAt: Date;
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
  },
});

/** The project’s token; null when it has none. */
export function findStatusToken(tx: EntityManager, projectId: number): Promise<StatusTokenRow | null> {
  return tx.findOneBy(StatusTokenEntity, { projectId });
}

/** Keeps it, in place of one that there was. */
export async function writeStatusToken(tx: EntityManager, row: StatusTokenRow): Promise<void> {
  await tx.upsert(StatusTokenEntity, row, ['projectId']);
}

/** Forgets it. */
export async function dropStatusToken(tx: EntityManager, projectId: number): Promise<void> {
  await tx.delete(StatusTokenEntity, { projectId });
}

/** Uploads: files that wait until they are imported. The file's own name never becomes a path. */
import { EntitySchema, type EntityManager } from 'typeorm';
import { id, ref, text, time } from './column.js';

export interface UploadRow {
  id: number;
  /** Random, unguessable: the URL is the only key to it. */
  dir: string;
  name: string;
  size: number;
  sha256: string;
  buildId: number;
  createdAt: Date;
}

/** TypeORM gives big numbers as texts; a file's size is never too big for a number. */
const asNumber = { from: Number, to: (size: number) => size };

export const UploadEntity = new EntitySchema<UploadRow>({
  name: 'upload',
  tableName: 'uploads',
  columns: {
    id,
    dir: text('dir'),
    name: text('name'),
    size: { type: 'bigint', name: 'size', unsigned: true, transformer: asNumber },
    sha256: text('sha256'),
    buildId: ref('build_id'),
    createdAt: time('created_at'),
  },
});

/** Notes a stored file for a build. */
export async function addUpload(tx: EntityManager, row: Omit<UploadRow, 'id'>): Promise<void> {
  await tx.insert(UploadEntity, row);
}

/** The upload behind an address. */
export function findUpload(tx: EntityManager, dir: string, name: string): Promise<UploadRow | null> {
  return tx.findOneBy(UploadEntity, { dir, name });
}

/** The upload of a build. */
export function uploadOf(tx: EntityManager, buildId: number): Promise<UploadRow | null> {
  return tx.findOneBy(UploadEntity, { buildId });
}

/** Whether a file in the upload folder belongs to anybody. */
export function isKnownUpload(tx: EntityManager, dir: string): Promise<boolean> {
  return tx.existsBy(UploadEntity, { dir });
}

/**
 * Uploads that nobody needs any more: their source is final, or their build is gone. Those whose import may be retried
 * are kept unless it failed before `before`.
 */
export function spentUploads(tx: EntityManager, before: Date, limit: number): Promise<{ id: number; dir: string }[]> {
  return tx.query(
    `SELECT u.id, u.dir FROM uploads u LEFT JOIN builds b ON b.id = u.build_id
        LEFT JOIN build_sources s ON s.build_id = b.id
      WHERE b.id IS NULL OR b.source_state IN ('succeeded', 'canceled')
        OR (b.source_state = 'failed' AND (COALESCE(s.retriable, FALSE) = FALSE OR b.source_moved_at < ?))
      ORDER BY u.id LIMIT ?`,
    [before, limit],
  );
}

/** Forgets an upload whose file was removed. */
export async function dropUpload(tx: EntityManager, uploadId: number): Promise<void> {
  await tx.delete(UploadEntity, { id: uploadId });
}

/** Secrets of packages, sealed, and the attempts that were given one. */
import { EntitySchema, type EntityManager } from 'typeorm';
import { integer, long, nullable, ref, text, time } from './column.js';

export interface PackageSecretRow {
  packageId: number;
  /** The secret with its kind, sealed for this package. */
  sealed: string;
  /** Of a key: what the forge must know. */
  publicKey: string | null;
  fingerprint: string | null;
  setAt: Date;
  /** Name of the user. */
  setBy: string;
}

/** What may be told of a secret. */
export type SecretFacts = Omit<PackageSecretRow, 'packageId' | 'sealed'>;

export const PackageSecretEntity = new EntitySchema<PackageSecretRow>({
  name: 'package_secret',
  tableName: 'package_secrets',
  columns: {
    packageId: ref('package_id', { primary: true }),
    sealed: long('sealed'),
    publicKey: text('public_key', nullable),
    fingerprint: text('fingerprint', nullable),
    setAt: time('set_at'),
    setBy: text('set_by'),
  },
});

interface SecretFetchRow {
  buildId: number;
  attempt: number;
  fetchedAt: Date;
}

export const SecretFetchEntity = new EntitySchema<SecretFetchRow>({
  name: 'secret_fetch',
  tableName: 'secret_fetches',
  columns: {
    buildId: ref('build_id', { primary: true }),
    attempt: integer('attempt', { unsigned: true, primary: true }),
    fetchedAt: time('fetched_at'),
  },
});

/** What may be told of a package's secret; null where there is none. */
export async function secretFacts(tx: EntityManager, packageId: number): Promise<SecretFacts | null> {
  const select = { packageId: true, publicKey: true, fingerprint: true, setAt: true, setBy: true };
  const row = await tx.findOne(PackageSecretEntity, { where: { packageId }, select });
  if (!row) return null;
  const { publicKey, fingerprint, setAt, setBy } = row;
  return { publicKey, fingerprint, setAt, setBy };
}

/** The sealed secret. */
export async function sealedSecret(tx: EntityManager, packageId: number): Promise<string | null> {
  const row = await tx.findOneBy(PackageSecretEntity, { packageId });
  return row?.sealed ?? null;
}

/** All of them. */
export function sealedSecrets(tx: EntityManager): Promise<Pick<PackageSecretRow, 'packageId' | 'sealed'>[]> {
  return tx.find(PackageSecretEntity, { select: { packageId: true, sealed: true } });
}

/** Seals one anew, unless another was set meanwhile. */
export async function replaceSealedSecret(
  tx: EntityManager,
  was: Pick<PackageSecretRow, 'packageId' | 'sealed'>,
  sealed: string,
): Promise<void> {
  await tx.update(PackageSecretEntity, was, { sealed });
}

/** Puts a package's secret in place of the one that it may have. */
export async function putSecret(tx: EntityManager, row: PackageSecretRow): Promise<void> {
  await tx.upsert(PackageSecretEntity, row, ['packageId']);
}

/** Removes a package's secret. */
export async function dropSecret(tx: EntityManager, packageId: number): Promise<void> {
  await tx.delete(PackageSecretEntity, { packageId });
}

/** Removes the secrets of all packages of a project. */
export async function dropSecretsOf(tx: EntityManager, projectId: number): Promise<void> {
  await tx.query('DELETE s FROM package_secrets s JOIN packages p ON p.id = s.package_id WHERE p.project_id = ?', [
    projectId,
  ]);
  await tx.query('UPDATE packages SET secret_kind = NULL WHERE project_id = ? AND secret_kind IS NOT NULL', [
    projectId,
  ]);
}

/** Notes that an attempt is given the secret; false when it was given it before. */
export async function noteFetch(tx: EntityManager, buildId: number, attempt: number, now: Date): Promise<boolean> {
  const sql = 'INSERT IGNORE INTO secret_fetches (build_id, attempt, fetched_at) VALUES (?, ?, ?)';
  const { affectedRows } = await tx.query<{ affectedRows: number }>(sql, [buildId, attempt, now]);
  return affectedRows === 1;
}

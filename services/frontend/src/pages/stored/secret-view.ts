/** A package's secret as its page shows it. */
import type { EntityManager } from 'typeorm';
import { secretFor } from '../../domain/private-source.js';
import { secretFacts } from '../../store/package-secrets.js';
import type { PackageRow } from '../../store/packages.js';
import type { SecretView } from '../secret-data.js';

/** For those who may edit the package. */
export async function secretView(tx: EntityManager, row: PackageRow): Promise<SecretView> {
  const facts = row.secretKind === null ? null : await secretFacts(tx, row.id);
  return { fits: secretFor(row), held: facts && row.secretKind ? { kind: row.secretKind, ...facts } : null };
}

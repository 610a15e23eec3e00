/** Changes where a package's source comes from, and how its builds are treated. */
import { transact, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { isSameAddress } from '../domain/private-source.js';
import { required } from '../domain/refusal.js';
import { dropSecret } from '../store/package-secrets.js';
import { changePackage, lockPackage, type PackageRow } from '../store/packages.js';

/** The package as it is then. `read` says what to change of the package as it is once it is locked. Rights were checked. */
export async function editPackage(
  deps: Deps,
  { projectId, name }: PackageRow,
  read: (tx: Tx, row: PackageRow) => Promise<Partial<PackageRow>>,
): Promise<PackageRow> {
  return transact(deps.db, async (tx) => {
    const row = required(await lockPackage(tx, projectId, name), 'missing', `There is no package ${name} any more.`);
    const change = await read(tx, row);
    // Fewer builds may be kept than there are.
    const pruned = { ...change, ...(change.maxBuilds ? { pruneDue: true as const } : {}) };
    const values = (await losesSecret(tx, row, change)) ? { ...pruned, secretKind: null } : pruned;
    await changePackage(tx, row.id, values);
    return { ...row, ...values };
  });
}

/** Of another address the secret goes: what it opens is not there, and somebody else may be. */
async function losesSecret(tx: Tx, row: PackageRow, change: Partial<PackageRow>): Promise<boolean> {
  if (row.secretKind === null || isSameAddress(row, { ...row, ...change })) return false;
  await dropSecret(tx, row.id);
  return true;
}

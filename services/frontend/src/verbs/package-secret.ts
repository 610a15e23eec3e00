/** Sets and removes the secret that opens a package's private repository. */
import type { SourceSecret } from '@kopr/proto';
import { seal, readKeyring } from '@kopr/shared/sealed';
import { transact, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { whyNotSecret } from '../domain/private-source.js';
import { refuse, required } from '../domain/refusal.js';
import { readSecret, type GivenSecret } from '../domain/secret-input.js';
import type { PublicKey } from '../domain/ssh/public-key.js';
import { dropSecret, putSecret } from '../store/package-secrets.js';
import { changePackage, lockPackage, type PackageRow } from '../store/packages.js';
import { lockProject } from '../store/projects.js';
import type { UserRow } from '../store/users.js';
import { newDeployKey } from './new-deploy-key.js';

type Which = Pick<PackageRow, 'projectId' | 'name'>;
type By = Pick<UserRow, 'name'>;

/** What a package's secret is sealed with, so that no other package's row opens. */
export const belongsTo = ({ id }: Pick<PackageRow, 'id'>): string => `package ${id} source-secret`;

/** Sets it, in place of the one that was there. Refuses what cannot be used. Rights were checked by the caller. */
export async function setSecret(deps: Deps, by: By, of: Which, given: GivenSecret): Promise<void> {
  const read = readSecret(given);
  if (!read.ok) refuse('invalid', `${read.field}: ${read.why}`, [{ field: read.field, message: read.why }]);
  await keep(deps, by, of, read.secret, read.public);
}

/** Makes a key, of which nobody but builders ever sees the private half. Rights were checked by the caller. */
export async function makeKey(deps: Deps, by: By, of: Which): Promise<void> {
  const { key, public: told } = newDeployKey(`kopr ${of.name}`);
  await keep(deps, by, of, { kind: 'ssh-key', key, knownHosts: null }, told);
}

/** Removes it; nothing happens where there is none. Rights were checked by the caller. */
export async function removeSecret({ db }: Deps, of: Which): Promise<void> {
  await transact(db, async (tx) => {
    const row = await lockedPackage(tx, of);
    await dropSecret(tx, row.id);
    await changePackage(tx, row.id, { secretKind: null });
  });
}

async function keep(deps: Deps, by: By, of: Which, secret: SourceSecret, told: PublicKey | null): Promise<void> {
  await transact(deps.db, async (tx) => {
    const row = await lockedPackage(tx, of);
    const why = whyNotSecret(secret.kind, row);
    if (why !== undefined) refuse('invalid', `kind: ${why}`, [{ field: 'kind', message: why }]);
    const sealed = seal(readKeyring(deps.config.sealingKeys), JSON.stringify(secret), belongsTo(row));
    const facts = { publicKey: told?.line ?? null, fingerprint: told?.fingerprint ?? null };
    await putSecret(tx, { packageId: row.id, sealed, ...facts, setAt: deps.now(), setBy: by.name });
    await changePackage(tx, row.id, { secretKind: secret.kind });
  });
}

/** Its project is held, too: of a deleted one nothing secret is to be left. */
async function lockedPackage(tx: Tx, { projectId, name }: Which): Promise<PackageRow> {
  required(await lockProject(tx, projectId, 'read'), 'missing', 'The project does not exist any more.');
  return required(await lockPackage(tx, projectId, name), 'missing', `There is no package ${name} any more.`);
}

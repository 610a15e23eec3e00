/** Seals what was sealed by an older key with the newest one, so that the older can go. */
import { readKeyring, seal, statusTokenOf, unseal, type Keyring } from '@kopr/shared/sealed';
import type { Deps } from '../deps.js';
import { replaceSealedKey, sealedKeys, signingKeyOf } from '../store/hook-settings.js';
import { replaceSealedSecret, sealedSecrets } from '../store/package-secrets.js';
import { replaceSealedToken, statusTokens } from '../store/status-tokens.js';
import { belongsTo } from './package-secret.js';

/** What came of it. */
export interface Resealed {
  /** Name of the key that seals. */
  readonly key: string;
  /** How many were sealed anew. */
  readonly anew: number;
  /** One line for each that no key of the ring opens. */
  readonly unopened: readonly string[];
}

/** A sealed secret, what it belongs to, and how another takes its place unless that changed meanwhile. */
interface Held {
  readonly sealed: string;
  readonly of: string;
  replace(by: string): Promise<void>;
}

/** May be run again, and while people set secrets: theirs are sealed by the newest key anyway. */
export async function resealAll({ db, config, log }: Deps): Promise<Resealed> {
  const keyring = readKeyring(config.sealingKeys);
  const unopened: string[] = [];
  let anew = 0;
  for (const held of await heldIn(db.manager)) {
    if (isNewest(keyring, held.sealed)) continue;
    const opened = unseal(keyring, held.sealed, held.of);
    if (opened.ok) {
      await held.replace(seal(keyring, opened.secret, held.of));
      anew += 1;
    } else unopened.push(`${held.of}: ${opened.reason}`);
  }
  log.info('secrets were sealed anew', { key: keyring.sealing, anew, unopened: unopened.length });
  return { key: keyring.sealing, anew, unopened };
}

async function heldIn(tx: Deps['db']['manager']): Promise<readonly Held[]> {
  const secrets = (await sealedSecrets(tx)).map(({ packageId, sealed }): Held => ({
    sealed,
    of: belongsTo({ id: packageId }),
    replace: (by) => replaceSealedSecret(tx, { packageId, sealed }, by),
  }));
  const tokens = (await statusTokens(tx)).map(({ projectId, forge, address, sealed }): Held => ({
    sealed,
    of: statusTokenOf(projectId, forge, address),
    replace: (by) => replaceSealedToken(tx, { projectId, sealed }, by),
  }));
  const keys = (await sealedKeys(tx)).map(({ projectId, sealedKey }): Held => ({
    sealed: sealedKey,
    of: signingKeyOf(projectId),
    replace: (by) => replaceSealedKey(tx, { projectId, sealedKey }, by),
  }));
  return [...secrets, ...tokens, ...keys];
}

function isNewest({ sealing }: Keyring, sealed: string): boolean {
  return sealed.startsWith(`sealed.${sealing}.`);
}

/** 0017: what deliveries are signed with is kept sealed, as every secret of a user; keys from before are sealed now. */
import { seal, type Keyring } from '@kopr/shared/sealed';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { signingKeyOf } from '../hook-settings.js';

interface Open {
  readonly project: number;
  readonly signingKey: string;
}

/** Run once, in order with the others. Made for a ring of keys, since what was open is sealed with its newest. */
export function sealedSigningKeys(keyring: Keyring): new () => MigrationInterface {
  return class SealedSigningKeys1764000000017 implements MigrationInterface {
    readonly name = 'SealedSigningKeys1764000000017';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query('ALTER TABLE hook_settings MODIFY signing_key TEXT NULL');
      // A table's change ends the transaction. In a new one all keys are sealed and this is noted as run, or none is:
      // what is sealed twice would not open.
      await runner.query('START TRANSACTION');
      await sealAll(runner, keyring);
    }

    down(): Promise<void> {
      return Promise.reject(new Error('migrations only go forward'));
    }
  };
}

async function sealAll(runner: QueryRunner, keyring: Keyring): Promise<void> {
  const open = (await runner.query(
    'SELECT project_id AS project, signing_key AS signingKey FROM hook_settings WHERE signing_key IS NOT NULL FOR UPDATE',
  )) as Open[];
  for (const { project, signingKey } of open) {
    const sealed = seal(keyring, signingKey, signingKeyOf(project));
    await runner.query('UPDATE hook_settings SET signing_key = ? WHERE project_id = ?', [sealed, project]);
  }
}

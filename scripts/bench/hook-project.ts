/** A frontend's schema with a project that forges may send to. */
import { silentLog } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { freshSealingKeys } from '@kopr/shared/testkit';
import { openStore } from '../../services/frontend/src/store/database.js';
import { seedProjects, type Db } from './seed.js';

/** `secret` is that of the address, and what deliveries are signed with. */
export async function openHookProject(databaseUrl: string, project: number, secret: string): Promise<Db> {
  const db = await openStore(databaseUrl, readKeyring(freshSealingKeys()), silentLog());
  await seedProjects(db);
  await db.query('UPDATE projects SET webhook_secret = ? WHERE id = ?', [secret, project]);
  return db;
}

/**
 * The back door of a frontend under test, as a program: one line of JSON in (words), one line out (`{code, out, err}`).
 * All of the admin's commands, and what only a test may do: `expire-tokens USER`, `heard MESSAGE` and `hooks-worked`.
 */
import { createInterface } from 'node:readline';
import { loadConfig } from '@kopr/shared/config';
import { silentLog } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { eventually } from '@kopr/shared/testkit';
import { runCommand } from '../src/commands.js';
import { SETTINGS } from '../src/config.js';
import { openStore } from '../src/store/database.js';

const config = loadConfig(SETTINGS);
const db = await openStore(config.databaseUrl, readKeyring(config.sealingKeys), silentLog());

const OWN: Record<string, (word: string) => Promise<void>> = {
  'expire-tokens': async (user) => {
    const sql = "UPDATE api_tokens SET expires_on = '2020-01-01' WHERE user_id = (SELECT id FROM users WHERE name = ?)";
    await db.query(sql, [user]);
  },
  'hooks-worked': async () => {
    const isWorked = async () => {
      const rows: unknown[] = await db.query('SELECT 1 FROM hook_deliveries WHERE due_at IS NOT NULL LIMIT 1');
      return rows.length === 0;
    };
    await eventually(isWorked, { what: 'the deliveries of webhooks to be worked off' });
  },
  heard: async (message) => {
    const isHeard = async () => {
      const rows: unknown[] = await db.query('SELECT 1 FROM inbox WHERE message_id = ?', [message]);
      return rows.length > 0;
    };
    await eventually(isHeard, { what: `the frontend to hear ${message}` });
  },
};

async function obey(words: string[]): Promise<object> {
  const own = OWN[words[0] ?? ''];
  if (!own) return runCommand({ config, db, log: silentLog(), now: () => new Date() }, words);
  await own(words[1] ?? '');
  return { code: 0, out: '', err: '' };
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await obey(JSON.parse(line) as string[]).catch((error: unknown) => ({
    code: 1,
    out: '',
    err: String(error),
  }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await db.destroy();

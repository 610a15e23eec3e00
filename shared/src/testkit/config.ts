/** Where the test servers are: from the environment (CI), or from the file that `scripts/test-servers.sh up` writes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { KoprError } from '../errors/index.js';

const FILE = fileURLToPath(new URL('../../../.cache/test-servers.env', import.meta.url));

/** The addresses that tests need. */
export type ServerVariable =
  'KOPR_TEST_AMQP_URL' | 'KOPR_TEST_AMQP_ADMIN_URL' | 'KOPR_TEST_MARIADB_URL' | 'KOPR_TEST_REDIS_URL';

/** The address of one server; throws when nobody said where it is. */
export function serverUrl(variable: ServerVariable): string {
  const value = process.env[variable] ?? fromFile()[variable];
  if (value !== undefined && value !== '') return value;
  throw new KoprError('no-test-server', `${variable} is not set: run scripts/test-servers.sh up first`, { variable });
}

function fromFile(): Partial<Record<string, string>> {
  try {
    return parseEnv(readFileSync(FILE, 'utf8'));
  } catch {
    return {};
  }
}

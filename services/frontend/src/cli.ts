/** The admin's commands as a program, run inside the container (`make user`, `make group`, `make chroot`). */
import { loadConfig } from '@kopr/shared/config';
import { createLog } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { runCommand } from './commands.js';
import { SETTINGS } from './config.js';
import { openStore } from './store/database.js';

const config = loadConfig(SETTINGS);
// Standard output is the answer; only trouble is told beside it.
const log = createLog('frontend', 'error', process.stderr);
const db = await openStore(config.databaseUrl, readKeyring(config.sealingKeys), log);
try {
  const { code, out, err } = await runCommand({ config, db, log, now: () => new Date() }, process.argv.slice(2));
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = code;
} finally {
  await db.destroy();
}

/** Writes .env.example out of the services' own settings and what docker-compose.yml adds; `--check` fails on a difference. */
import { readFile, writeFile } from 'node:fs/promises';
import { envExample } from '@kopr/shared/config';
import { SETTINGS as builderManager } from '../services/builder-manager/src/config.js';
import { SETTINGS as distGit } from '../services/dist-git/src/config.js';
import { SETTINGS as frontend } from '../services/frontend/src/config.js';
import { SETTINGS as notifier } from '../services/notifier/src/config.js';
import { SETTINGS as publisher } from '../services/repo-publisher/src/config.js';
import { SETTINGS as scheduler } from '../services/scheduler/src/config.js';

/** The services with their settings, in the order of a build's life. */
export const GROUPS = [
  { service: 'frontend', settings: frontend },
  { service: 'dist-git', settings: distGit },
  { service: 'scheduler', settings: scheduler },
  { service: 'builder-manager', settings: builderManager },
  { service: 'repo-publisher', settings: publisher },
  { service: 'notifier', settings: notifier },
];

/** What only compose and the scripts read. */
const STACK = `# Kopr's configuration. \`make up\` copies this file to .env and fills in the passwords; nothing else has to be set.
# Lines that are commented out show defaults.

# The stack in containers

# Passwords, made at random at the first start
KOPR_RABBITMQ_PASSWORD=
KOPR_PUBLIC_RABBITMQ_PASSWORD=
KOPR_MARIADB_ROOT_PASSWORD=
KOPR_FRONTEND_DB_PASSWORD=
KOPR_DISTGIT_DB_PASSWORD=
KOPR_PUBLISHER_DB_PASSWORD=
KOPR_NOTIFIER_DB_PASSWORD=

# Address that the published ports listen on
#KOPR_BIND=0.0.0.0
# Ports on this machine; change the KOPR_*_URL of the same room with them
#KOPR_FRONTEND_PORT=5000
#KOPR_DIST_GIT_PORT=5001
#KOPR_RESULTS_PORT=5002
#KOPR_INTAKE_PORT=5003
#KOPR_AMQP_PORT=5672
#KOPR_MAILDEV_PORT=1080
# Tag of the service images
#KOPR_TAG=dev
# Folder of the keys and first users that scripts/secrets.mjs makes
#KOPR_SECRETS_DIR=./secrets
# Certificate authorities that image builds trust on top of the usual ones (this machine's own bundle)
#KOPR_EXTRA_CA=/etc/ssl/certs/ca-certificates.crt
# Where this machine's passwords and keys are kept; .env and secrets/ are links to them
#KOPR_STATE_DIR=/var/lib/kopr
# Where scripts keep what takes long to make (images, the test distribution, Python clients)
#KOPR_CACHE=/var/cache/kopr
`;

/** The whole text of .env.example. */
export function text(): string {
  return `${STACK}\n${envExample(GROUPS).trimEnd()}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const current = await readFile('.env.example', 'utf8').catch(() => '');
  if (process.argv.includes('--check')) {
    if (current !== text()) {
      console.error('.env.example differs from the settings: run scripts/env-example.ts');
      process.exit(1);
    }
  } else {
    await writeFile('.env.example', text());
  }
}

// Makes .env and secrets/ for a new installation: random passwords, the builders' signing key, the key that seals users' secrets,
// RabbitMQ's and MariaDB's first users.
// Passwords belong to the data in the volumes, which are this machine's and not this folder's: they are kept in KOPR_STATE_DIR and
// linked here, so that another clone starts the same installation. Run again it changes nothing that exists; KOPR_ENV_FILE and
// KOPR_SECRETS_DIR choose other places (the tests' own stack).
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const envFile = process.env.KOPR_ENV_FILE ?? '.env';
const dir = process.env.KOPR_SECRETS_DIR ?? 'secrets';
const state = join(process.env.KOPR_STATE_DIR ?? '/var/lib/kopr', process.env.KOPR_PROJECT ?? 'kopr');

/** Whether anything has this name, a link that leads nowhere too. */
const isThere = (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Links `.env` and `secrets` to the machine's own; what stands in the folder already is left alone. */
function linkState() {
  try {
    mkdirSync(join(state, 'secrets'), { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
    return; // No right to write there: this folder keeps them.
  }
  if (!existsSync(join(state, 'env'))) writeFileSync(join(state, 'env'), readFileSync('.env.example'), { mode: 0o600 });
  if (!isThere('.env')) symlinkSync(join(state, 'env'), '.env');
  if (!isThere('secrets')) symlinkSync(join(state, 'secrets'), 'secrets');
}
if (process.env.KOPR_ENV_FILE === undefined && !isThere('.env') && !isThere('secrets')) linkState();
const PASSWORDS = [
  'KOPR_RABBITMQ_PASSWORD',
  'KOPR_PUBLIC_RABBITMQ_PASSWORD',
  'KOPR_MARIADB_ROOT_PASSWORD',
  'KOPR_FRONTEND_DB_PASSWORD',
  'KOPR_DISTGIT_DB_PASSWORD',
  'KOPR_PUBLISHER_DB_PASSWORD',
  'KOPR_NOTIFIER_DB_PASSWORD',
];

const env = existsSync(envFile) ? readFileSync(envFile, 'utf8') : readFileSync('.env.example', 'utf8');
const values = new Map([...env.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
let text = env;
for (const name of PASSWORDS) {
  if (values.get(name)) continue;
  const value = randomBytes(18).toString('base64url');
  values.set(name, value);
  text = new RegExp(`^${name}=.*$`, 'm').test(text)
    ? text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`)
    : `${text}\n${name}=${value}\n`;
}
if (text !== env || !existsSync(envFile)) writeFileSync(envFile, text, { mode: 0o600 });

mkdirSync(dir, { recursive: true, mode: 0o700 });
const once = (name, mode, make) => {
  const file = join(dir, name);
  if (!existsSync(file)) writeFileSync(file, make(), { mode });
};

if (!existsSync(join(dir, 'builder.pem'))) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(dir, 'builder.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(dir, 'builder.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
}

// The services that read it run as user 1000; only root can give it to that user, and only them read it then. Where another
// user runs this, the folder keeps strangers out.
if (!existsSync(join(dir, 'sealing.keys'))) {
  const file = join(dir, 'sealing.keys');
  writeFileSync(file, `k1 ${randomBytes(32).toString('base64')}\n`, { mode: 0o400 });
  if (process.getuid() === 0) chownSync(file, 1000, 1000);
  else if (process.getuid() !== 1000) chmodSync(file, 0o444);
}

// RabbitMQ's own form: base64 of a 4-byte salt and SHA-256 over salt and password.
function passwordHash(password) {
  const salt = randomBytes(4);
  return Buffer.concat([salt, createHash('sha256').update(salt).update(password).digest()]).toString('base64');
}
const user = (name, password, tags = []) => ({
  name,
  password_hash: passwordHash(password),
  hashing_algorithm: 'rabbit_password_hashing_sha256',
  tags,
});
const OWN_QUEUES = 'amq\\.gen.*|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|public\\..*';
// Declaring amq.topic again is harmless and what fedora-messaging does by default; RabbitMQ refuses to delete amq.* whoever asks.
once('rabbitmq-definitions.json', 0o644, () =>
  JSON.stringify(
    {
      vhosts: [{ name: 'kopr' }, { name: '/public_pubsub' }],
      users: [
        user('kopr', values.get('KOPR_RABBITMQ_PASSWORD')),
        user('notifier', values.get('KOPR_PUBLIC_RABBITMQ_PASSWORD')),
        user('public', 'public'),
      ],
      permissions: [
        { user: 'kopr', vhost: 'kopr', configure: '.*', write: '.*', read: '.*' },
        { user: 'notifier', vhost: '/public_pubsub', configure: '', write: '^amq\\.topic$', read: '' },
        {
          user: 'public',
          vhost: '/public_pubsub',
          configure: `^(${OWN_QUEUES}|amq\\.topic)$`,
          write: `^(${OWN_QUEUES})$`,
          read: `^(${OWN_QUEUES}|amq\\.topic)$`,
        },
      ],
      policies: [
        // A subscriber that went away must not fill the disk of everybody.
        {
          vhost: '/public_pubsub',
          name: 'limits',
          pattern: '.*',
          'apply-to': 'queues',
          priority: 0,
          definition: { 'max-length': 10000, expires: 604800000 },
        },
      ],
    },
    null,
    2,
  ),
);

const SCHEMAS = [
  ['kopr_frontend', 'KOPR_FRONTEND_DB_PASSWORD'],
  ['kopr_distgit', 'KOPR_DISTGIT_DB_PASSWORD'],
  ['kopr_publisher', 'KOPR_PUBLISHER_DB_PASSWORD'],
  ['kopr_notifier', 'KOPR_NOTIFIER_DB_PASSWORD'],
];
once('mariadb-init.sql', 0o644, () =>
  SCHEMAS.map(
    ([name, password]) =>
      `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n` +
      `CREATE USER IF NOT EXISTS '${name}'@'%' IDENTIFIED BY '${values.get(password)}';\n` +
      `GRANT ALL ON ${name}.* TO '${name}'@'%';\n`,
  ).join(''),
);

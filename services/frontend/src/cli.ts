/**
 * The admin's commands, run inside the container (`make user`, `make group`, `make chroot`). Each may be said again.
 *
 *   user create NAME [--admin] [--email E] [--password P]   prints a ready ~/.config/copr
 *   group create NAME MEMBER…
 *   chroot create|alter NAME [--engine mock|rpmbuild] [--image I] [--config C] [--branch B] [--comment T] [--repo URL…] [--inactive]
 */
import { parseArgs } from 'node:util';
import { loadConfig } from '@kopr/shared/config';
import { createLog } from '@kopr/shared/log';
import { SETTINGS } from './config.js';
import type { Deps } from './deps.js';
import { coprConfig } from './domain/copr-config.js';
import { refusalOf } from './domain/refusal.js';
import { openStore } from './store/database.js';
import { alterChroot } from './verbs/alter-chroot.js';
import { createGroup } from './verbs/create-group.js';
import { createUser } from './verbs/create-user.js';
import { newToken } from './verbs/new-token.js';

const USAGE = `usage: cli.js user create NAME [--admin] [--email E] [--password P]
       cli.js group create NAME MEMBER...
       cli.js chroot create|alter NAME [--engine mock|rpmbuild] [--image I] [--config C] [--branch B]
              [--comment T] [--repo URL]... [--inactive]
`;
const EXIT_USAGE = 64;

const OPTIONS = {
  admin: { type: 'boolean' },
  inactive: { type: 'boolean' },
  email: { type: 'string' },
  password: { type: 'string' },
  engine: { type: 'string' },
  image: { type: 'string' },
  config: { type: 'string' },
  branch: { type: 'string' },
  comment: { type: 'string' },
  repo: { type: 'string', multiple: true },
} as const;

type Options = ReturnType<typeof readArguments>['values'];

function readArguments() {
  return parseArgs({ options: OPTIONS, allowPositionals: true });
}

/** What the command prints, or undefined when there is no such command. */
async function run(deps: Deps, words: readonly string[], options: Options): Promise<string | undefined> {
  const [noun, verb, name, ...rest] = words;
  if (name === undefined) return undefined;
  if (noun === 'user' && verb === 'create') return user(deps, name, options);
  if (noun === 'group' && verb === 'create') return group(deps, name, rest);
  const isChroot = noun === 'chroot' && (verb === 'create' || verb === 'alter');
  return isChroot ? chroot(deps, name, options) : undefined;
}

async function user(deps: Deps, name: string, { admin, email, password }: Options): Promise<string> {
  const row = await createUser(deps, { name, ...given({ admin, email, password }) });
  const { frontendUrl } = deps.config;
  return coprConfig({ ...(await newToken(deps, row)), username: row.name, frontendUrl });
}

async function group(deps: Deps, name: string, members: readonly string[]): Promise<string> {
  await createGroup(
    deps,
    name,
    members.flatMap((member) => member.split(',')).filter((member) => member !== ''),
  );
  return `@${name} is ready\n`;
}

async function chroot(deps: Deps, name: string, options: Options): Promise<string> {
  const { engine, image, config: mockConfig, branch, comment, repo: extraRepos, inactive } = options;
  if (engine !== undefined && engine !== 'mock' && engine !== 'rpmbuild') return `unknown engine ${engine}\n`;
  const active = inactive === undefined ? undefined : !inactive;
  const row = await alterChroot(deps, {
    name,
    ...given({ engine, image, mockConfig, branch, comment, extraRepos, active }),
  });
  return `${row.name}: ${row.engine}, ${row.image ?? row.mockConfig ?? ''}, branch ${row.branch}\n`;
}

/** Only what was said. */
function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

async function main(): Promise<number> {
  const { positionals, values } = readArguments();
  const config = loadConfig(SETTINGS);
  // Standard output is the answer; only trouble is told beside it.
  const log = createLog('frontend', 'error', process.stderr);
  const db = await openStore(config.databaseUrl, log);
  try {
    const text = await run({ config, db, log, now: () => new Date() }, positionals, values);
    (text === undefined ? process.stderr : process.stdout).write(text ?? USAGE);
    return text === undefined ? EXIT_USAGE : 0;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    process.stderr.write(`${refusal.message}\n`);
    return 1;
  } finally {
    await db.destroy();
  }
}

process.exitCode = await main();

/** The admin's commands: words in, text out. Each may be said again. */
import { parseArgs } from 'node:util';
import type { Engine } from '@kopr/proto';
import type { Deps } from './deps.js';
import { coprConfig } from './domain/copr-config.js';
import { refusalOf, refuse } from './domain/refusal.js';
import { alterChroot } from './verbs/alter-chroot.js';
import { createGroup } from './verbs/create-group.js';
import { createUser } from './verbs/create-user.js';
import { newToken } from './verbs/new-token.js';

/** How the commands are used. */
const USAGE = `usage: cli.js user create NAME [--admin] [--email E] [--password P]
       cli.js group create NAME MEMBER...
       cli.js chroot create|alter NAME [--engine mock|rpmbuild] [--image I] [--config C] [--branch B]
              [--comment T] [--repo URL]... [--inactive]
`;
/** sysexits.h EX_USAGE. */
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

type Options = ReturnType<typeof read>['values'];

/** What a command came to. */
interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command; what it refuses is told, not thrown. */
export async function runCommand(deps: Deps, args: readonly string[]): Promise<Said> {
  try {
    const { positionals, values } = read(args);
    const out = await run(deps, positionals, values);
    return out === undefined ? { code: EXIT_USAGE, out: '', err: USAGE } : { code: 0, out, err: '' };
  } catch (error) {
    if (isMisspelt(error)) return { code: EXIT_USAGE, out: '', err: `${error.message}\n${USAGE}` };
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { code: 1, out: '', err: `${refusal.message}\n` };
  }
}

function read(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

function isMisspelt(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
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

/** Prints a ready `~/.config/copr`. */
async function user(deps: Deps, name: string, { admin, email, password }: Options): Promise<string> {
  const row = await createUser(deps, { name, ...given({ admin, email, password }) });
  const { frontendUrl } = deps.config;
  return coprConfig({ ...(await newToken(deps, row)), username: row.name, frontendUrl });
}

async function group(deps: Deps, name: string, members: readonly string[]): Promise<string> {
  const names = members.flatMap((member) => member.split(',')).filter((member) => member !== '');
  await createGroup(deps, name, names);
  return `@${name} is ready\n`;
}

async function chroot(deps: Deps, name: string, options: Options): Promise<string> {
  const { image, config: mockConfig, branch, comment, repo: extraRepos, inactive } = options;
  const engine = engineOf(options.engine);
  const active = inactive === undefined ? undefined : !inactive;
  const wish = given({ engine, image, mockConfig, branch, comment, extraRepos, active });
  const row = await alterChroot(deps, { name, ...wish });
  return `${row.name}: ${row.engine}, ${row.image ?? row.mockConfig ?? ''}, branch ${row.branch}\n`;
}

function engineOf(name: string | undefined): Engine | undefined {
  if (name === undefined || name === 'mock' || name === 'rpmbuild') return name;
  refuse('invalid', `unknown engine '${name}': mock and rpmbuild are known`);
}

/** Only what was said. */
function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

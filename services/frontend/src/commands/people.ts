/** Commands about users and groups. */
import type { Deps } from '../deps.js';
import { coprConfig } from '../domain/copr-config.js';
import { required } from '../domain/refusal.js';
import { allGroups, allUsers, findGroup, findUser, membersOf, type UserRow } from '../store/users.js';
import { createGroup } from '../verbs/create-group.js';
import { createUser } from '../verbs/create-user.js';
import { newToken } from '../verbs/new-token.js';
import { given, splitNames, table, yesOrNo, type Command, type Options } from './options.js';

/** Prints a ready `~/.config/copr`. */
async function create(deps: Deps, [name = '']: readonly string[], options: Options): Promise<string> {
  const user = await createUser(deps, { name, ...wishOf(options) });
  const { frontendUrl } = deps.config;
  return coprConfig({ ...(await newToken(deps, user)), username: user.name, frontendUrl });
}

async function alter(deps: Deps, [name = '']: readonly string[], options: Options): Promise<string> {
  required(await findUser(deps.db.manager, name), 'missing', `No such user \`${name}'`);
  return table([rowOf(await createUser(deps, { name, ...wishOf(options) }))]);
}

function wishOf({ email, password, ...more }: Options) {
  const admin = yesOrNo(more.admin, more['no-admin']);
  return given({ admin, active: yesOrNo(more.active, more.inactive), email, password });
}

function rowOf({ name, admin, active, email }: UserRow): string[] {
  return [name, admin ? 'admin' : 'user', active ? 'active' : 'inactive', email ?? ''];
}

async function list({ db }: Deps): Promise<string> {
  return table((await allUsers(db.manager)).map(rowOf));
}

async function createTheGroup(deps: Deps, [name = '', ...words]: readonly string[], options: Options): Promise<string> {
  await createGroup(deps, name, splitNames([...words, ...(options.members ?? [])]));
  return `@${name} is ready\n`;
}

async function alterGroup(deps: Deps, [name = '']: readonly string[], { add = [], remove = [] }: Options) {
  const tx = deps.db.manager;
  const group = required(await findGroup(tx, name), 'missing', `There is no group '${name}'`);
  const gone = new Set(splitNames(remove));
  const before = (await membersOf(tx, group.id)).map((member) => member.name);
  const after = [...before, ...splitNames(add)].filter((member) => !gone.has(member));
  await createGroup(deps, name, after);
  return `@${name}: ${[...new Set(after)].join(', ')}\n`;
}

async function listGroups({ db }: Deps): Promise<string> {
  const tx = db.manager;
  const rows: string[][] = [];
  for (const { id, name } of await allGroups(tx)) {
    rows.push([`@${name}`, (await membersOf(tx, id)).map((member) => member.name).join(', ')]);
  }
  return table(rows);
}

/** By their two words. */
export const PEOPLE_COMMANDS: Readonly<Record<string, Command>> = {
  'user create': { usage: 'NAME [--admin] [--email E] [--password P]', least: 1, run: create },
  'user alter': {
    usage: 'NAME [--admin|--no-admin] [--active|--inactive] [--email E] [--password P]',
    least: 1,
    run: alter,
  },
  'user list': { usage: '', least: 0, run: list },
  'group create': { usage: 'NAME MEMBER...', least: 1, run: createTheGroup },
  'group alter': { usage: 'NAME [--add MEMBER]... [--remove MEMBER]...', least: 1, run: alterGroup },
  'group list': { usage: '', least: 0, run: listGroups },
};

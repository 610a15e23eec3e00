/** Copies a project: its settings, chroots and packages, and the last good build of each package. */
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { inPieces } from '../domain/fork.js';
import { refuse, required } from '../domain/refusal.js';
import { copyChroots, copyPackages, packageNames } from '../store/forks.js';
import { chrootsOf } from '../store/project-parts.js';
import { findProject, lockProject, type ProjectRow } from '../store/projects.js';
import type { UserRow } from '../store/users.js';
import { addNew, ownerFor } from './create-project.js';
import { orderComps } from './edit-chroot.js';
import { forkBuilds } from './fork-builds.js';
import { orderRepos, refOf } from './order-repos.js';
import { sayGroupAccess } from './say-access.js';

/** More packages than this only admins copy. */
const MAX_PACKAGES = 1000;
/** Names of packages that surely fit into a message. */
const NAMES_AT_A_TIME = 200;

/** Where the copy goes. `confirm`: also into a project that is there already. */
export interface ForkWish {
  readonly owner: string;
  readonly name: string;
  readonly confirm: boolean;
}

/** The copy. A project that was there keeps its settings and gets the packages and builds. */
export async function forkProject(
  deps: Deps,
  user: UserRow,
  source: ProjectRow,
  { owner, name, confirm }: ForkWish,
): Promise<ProjectRow> {
  return transact(deps.db, async (tx, say) => {
    const known = await findProject(tx, owner, name);
    if (known && !confirm) refuse('invalid', existing(name));
    if (known?.id === source.id) refuse('invalid', 'Source project should not be same as destination');
    const from = await held(tx, source, 'read');
    const packages = await packageNames(tx, from.id);
    if (packages.length > MAX_PACKAGES && !user.admin) {
      refuse('invalid', `Only admins may fork projects with more than ${MAX_PACKAGES} packages.`);
    }
    const to = known ? await held(tx, known, 'write') : await copyProject(deps, tx, say, user, from, owner, name);
    await copyPackages(tx, from.id, to.id, deps.now());
    for (const names of inPieces(packages, NAMES_AT_A_TIME)) {
      await say('source.fork-requested', { from: refOf(from), to: refOf(to), packages: names });
    }
    await forkBuilds(tx, say, { from, to, chroots: await namesOf(tx, to), now: deps.now() });
    return to;
  });
}

function existing(name: string): string {
  return `You are about to fork into existing project: ${name}\nPlease use --confirm if you really want to do this`;
}

async function held(tx: Tx, { id, owner, name }: ProjectRow, mode: 'read' | 'write'): Promise<ProjectRow> {
  return required(await lockProject(tx, id, mode), 'missing', `Project ${owner}/${name} does not exist.`);
}

/** What its owner alone was given, or said of the original, does not go over. */
async function copyProject(
  deps: Deps,
  tx: Tx,
  say: Say,
  user: UserRow,
  from: ProjectRow,
  owner: string,
  name: string,
): Promise<ProjectRow> {
  const { taken, ...whose } = await ownerFor(tx, user, owner);
  const { id: forkedFrom, ...settings } = from;
  const plain = { contact: null, persistent: false, deleteAfterDays: null, autoPrune: from.autoPrune || !user.admin };
  const wish = { ...settings, ...plain, ...whose, name, createdBy: user.id, forkedFrom };
  const to = await addNew(tx, wish, taken, deps.now());
  const chroots = await namesOf(tx, from);
  await copyChroots(tx, from.id, to.id, chroots);
  await sayGroupAccess(tx, say, to);
  await say('project.changed', { project: refOf(to), chroots });
  await orderRepos(say, 'create', refOf(to), to, chroots);
  const copies = (await chrootsOf(tx, to.id)).map(({ own }) => own);
  await orderComps(
    say,
    deps.config,
    to,
    copies.filter(({ compsSha256 }) => compsSha256 !== null),
  );
  return to;
}

async function namesOf(tx: Tx, { id }: ProjectRow): Promise<string[]> {
  return (await chrootsOf(tx, id)).map(({ mock }) => mock.name);
}

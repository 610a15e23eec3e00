/** Changes what is given of a project's settings; a list of chroots replaces the ones that it builds for. */
import { isDeepStrictEqual } from 'node:util';
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { openBuildIn } from '../store/project-builds.js';
import { addChroots, chrootsOf, retireChroots } from '../store/project-parts.js';
import { changeProject, lockProject, type ProjectRow } from '../store/projects.js';
import type { UserRow } from '../store/users.js';
import { endOf, TEMPORARY_AND_PERSISTENT, type ProjectWish } from './create-project.js';
import { orderAllDirs, refOf } from './order-repos.js';

/** Results of a chroot that was dropped are kept this long, as Copr's are. */
const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** What is to change. A project keeps its name, and stays persistent or not. */
export type ProjectChange = Partial<Omit<ProjectWish, 'name' | 'persistent'>>;

/** The project as it is afterwards. Rights were checked by the caller; chroots must be active ones. */
export async function editProject(
  deps: Deps,
  user: UserRow,
  projectId: number,
  { chroots, ...settings }: ProjectChange,
): Promise<ProjectRow> {
  return transact(deps.db, async (tx, say) => {
    const before = required(await lockProject(tx, projectId, 'write'), 'missing', 'The project does not exist.');
    const change = changeOf(before, user, settings, deps.now());
    const differs = Object.keys(change).length > 0;
    if (differs) await changeProject(tx, projectId, change);
    const after = { ...before, ...change };
    const replaced = chroots && chroots.length > 0 && (await replaceChroots(deps, tx, say, after, chroots));
    const now = (await chrootsOf(tx, projectId)).map(({ mock }) => mock.name);
    await followDevelMode(tx, say, before, after, now);
    if (differs || replaced) await say('project.changed', { project: refOf(after), chroots: now });
    return after;
  });
}

/** What becomes different. */
function changeOf(before: ProjectRow, user: UserRow, settings: ProjectChange, now: Date): Partial<ProjectRow> {
  const { autoPrune, deleteAfterDays: days } = settings;
  // Only who switches it off needs to be an admin; an owner may go on with what an admin has set.
  if (autoPrune === false && before.autoPrune && !user.admin) {
    refuse('forbidden', 'Non-admin cannot disable auto-prunning.');
  }
  if (before.persistent && days != null) refuse('invalid', TEMPORARY_AND_PERSISTENT);
  const wanted: Partial<ProjectRow> = days === undefined ? settings : { ...settings, deleteAt: endOf(days, now) };
  const isNew = ([key, value]: [string, unknown]) => !isDeepStrictEqual(value, before[key as keyof ProjectRow]);
  return Object.fromEntries(Object.entries(wanted).filter(isNew));
}

/** New ones get empty repositories in every directory; dropped ones keep their results for a while. False: none is either. */
async function replaceChroots(
  deps: Deps,
  tx: Tx,
  say: Say,
  project: ProjectRow,
  wanted: readonly string[],
): Promise<boolean> {
  const old = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  const dropped = old.filter((name) => !wanted.includes(name));
  const added = wanted.filter((name) => !old.includes(name));
  const open = await openBuildIn(tx, project.id, dropped);
  if (open !== undefined) {
    refuse('conflict', `Can't drop chroot from project, related build ${open} is still in progress`);
  }
  await retireChroots(tx, project.id, dropped, new Date(deps.now().getTime() + KEPT_DAYS * DAY_MS));
  await addChroots(tx, project.id, added);
  await orderAllDirs(tx, say, 'create', project, added);
  return dropped.length > 0 || added.length > 0;
}

/** Switched on, the repositories for builds come to be; switched off, all that waited is shown. */
async function followDevelMode(
  tx: Tx,
  say: Say,
  before: ProjectRow,
  after: ProjectRow,
  chroots: readonly string[],
): Promise<void> {
  if (before.develMode === after.develMode) return;
  await orderAllDirs(tx, say, after.develMode ? 'settings' : 'regenerate', after, chroots);
}

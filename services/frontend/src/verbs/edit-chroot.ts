/** Changes a project's settings for one chroot; new package groups are ordered into its repository. */
import { createHash, randomUUID } from 'node:crypto';
import type { BlobRef } from '@kopr/proto';
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Config } from '../config.js';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { changeProjectChroot, lockProjectChroot } from '../store/project-chroots.js';
import type { ProjectChrootRow } from '../store/project-parts.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import type { UserRow } from '../store/users.js';
import { refOf } from './order-repos.js';
import { mayEdit } from './rights.js';

type Settings = Pick<
  ProjectChrootRow,
  | 'additionalPackages'
  | 'additionalRepos'
  | 'additionalModules'
  | 'withOpts'
  | 'withoutOpts'
  | 'isolation'
  | 'bootstrap'
  | 'bootstrapImage'
>;

/** A comps.xml as it was uploaded. */
export interface Comps {
  readonly name: string;
  readonly text: string;
}

/** What is left out stays; `comps` null drops the groups. */
export type ChrootChange = Partial<Settings> & { readonly comps?: Comps | null };

/** Refuses those who may not change a project's chroots. */
export async function checkMayEditChroot(tx: Tx, user: UserRow, project: ProjectRow): Promise<void> {
  if (!(await mayEdit(tx, user, project))) refuse('forbidden', 'Only owners and admins may update their projects.');
}

/** The chroot as it is afterwards. */
export async function editChroot(
  { db, config }: Deps,
  { id, owner, name }: ProjectRow,
  row: ProjectChrootRow,
  { comps, ...settings }: ChrootChange,
): Promise<ProjectChrootRow> {
  const change = { ...settings, ...(comps === undefined ? {} : compsColumns(comps)) };
  if (Object.keys(change).length === 0) return row;
  return transact(db, async (tx, say) => {
    // As they are now: since they were read others may have changed or dropped them.
    const project = required(await lockProject(tx, id, 'read'), 'missing', `Project ${owner}/${name} does not exist.`);
    const missing = `Chroot name ${row.chroot} does not exist in Copr ${owner}/${name}.`;
    const before = required(await lockProjectChroot(tx, id, row.chroot), 'missing', missing);
    const after = { ...before, ...change };
    await changeProjectChroot(tx, before, change);
    if (after.compsSha256 !== before.compsSha256) await orderComps(say, config, project, [after]);
    return after;
  });
}

function compsColumns(comps: Comps | null) {
  if (comps === null) return { comps: null, compsName: null, compsSha256: null };
  const compsSha256 = createHash('sha256').update(comps.text).digest('hex');
  return { comps: comps.text, compsName: comps.name, compsSha256 };
}

/** So few fit into one message even with the longest names. */
const MAX_CHROOTS = 50;

/** Orders the groups of these chroots, or their absence, into the project's main repositories. */
export async function orderComps(
  say: Say,
  config: Config,
  project: ProjectRow,
  rows: readonly ProjectChrootRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += MAX_CHROOTS) {
    const some = rows.slice(start, start + MAX_CHROOTS);
    const comps = Object.fromEntries(some.map((row) => [row.chroot, compsRef(config, project, row)]));
    await say('repo.requested', {
      request: randomUUID(),
      verb: 'settings',
      project: refOf(project),
      chroots: some.map(({ chroot }) => chroot),
      settings: { develMode: project.develMode, comps },
    });
  }
}

/** Where the publisher reads a chroot's groups. */
function compsRef({ frontendBuilderUrl }: Config, project: ProjectRow, row: ProjectChrootRow): BlobRef | null {
  if (row.compsSha256 === null) return null;
  const url = `${frontendBuilderUrl}${compsPath(project, row.chroot)}`;
  return { url, size: null, sha256: row.compsSha256 };
}

function compsPath({ owner, name }: ProjectRow, chroot: string): string {
  const place = owner.startsWith('@') ? `g/${owner.slice(1)}` : owner;
  return `/coprs/${place}/${name}/chroot/${chroot}/comps/`;
}

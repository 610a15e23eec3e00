/** Submits a build once more: from just what it was made of, or from what its source is now. */
import type { Deps } from '../deps.js';
import { secretOf } from '../domain/private-source.js';
import { isRecorded, recordedOf } from '../domain/recorded.js';
import { refuse, required } from '../domain/refusal.js';
import { showBuild, type Listed } from '../store/build-lists.js';
import { findPackage, type PackageRow } from '../store/packages.js';
import { chrootsOf } from '../store/project-parts.js';
import type { UserRow } from '../store/users.js';
import { mayBuild } from './rights.js';
import { orderedType } from './source-order.js';
import { sourceAlone, type Source } from './source-params.js';
import { copyUpload, dropFile } from './store-upload.js';
import { submitBuilds } from './submit-build.js';

/** What is wanted of the new build. */
export interface Resubmission {
  /** `same`: of the commit or version that the old one was made of, or of what was imported, as far as that is known. */
  readonly source: 'same' | 'newest';
  /** Names of chroots; null: those of the old build that the project still has. */
  readonly chroots: readonly string[] | null;
}

/** The number of the new build, which has the options of the old one. Refuses strangers, and uploads that are not kept. */
export async function resubmitBuild(
  deps: Deps,
  user: UserRow,
  buildId: number,
  { source: which, chroots }: Resubmission,
): Promise<number> {
  const tx = deps.db.manager;
  const listed = required(await showBuild(tx, buildId), 'missing', `Build ${buildId} does not exist.`);
  const { build, project } = listed;
  if (!(await mayBuild(tx, user, project))) refuse('forbidden', 'You are not allowed to build in this project.');
  const chosen = await chosenOf(deps, listed, chroots);
  const of = await holderOf(deps, listed);
  const source = await sourceOf(deps, listed, which);
  const to = { project, dirname: build.project.dirname, options: build.options, chosen };
  const what = { sources: [source], package: build.package, of, pin: which === 'same' ? build.source.pin : null };
  // One that is still on its way speaks for itself.
  const repeats = build.endedAt === null ? null : build.id;
  try {
    const [id = 0] = await submitBuilds(deps, user, { ...to, ...what, repeats });
    return id;
  } catch (error) {
    await dropFile(deps.config, source.type === 'upload' ? source.file : undefined);
    throw error;
  }
}

/** The package whose secret opened the old build's source; null of public ones. */
async function holderOf({ db }: Deps, { build, row, project }: Listed): Promise<PackageRow | null> {
  const { secret } = build.source;
  if (secret === null) return null;
  const found = await findPackage(db.manager, project.id, build.package ?? '');
  return found && secretOf(row, found) === secret ? found : refuse('conflict', secretGone(build.id));
}

function secretGone(build: number): string {
  return `The source of build ${build} is private, and its package has no secret for it any more.`;
}

async function chosenOf(
  { db }: Deps,
  { row, project }: Listed,
  chroots: readonly string[] | null,
): Promise<readonly string[] | null> {
  const wanted = chroots ?? row.chosen;
  if (wanted === null) return null;
  const enabled = (await chrootsOf(db.manager, project.id)).map(({ mock }) => mock.name);
  const there = wanted.filter((name) => enabled.includes(name));
  const gone = wanted.find((name) => !enabled.includes(name));
  if (chroots && gone !== undefined) refuse('invalid', `The project has no active chroot ${gone}.`);
  if (there.length === 0) refuse('invalid', 'The project has none of the chroots of that build any more.');
  return there;
}

/** An uploaded file is not kept for ever, nor what a webhook sent, and an address may lead to another file by now: then the import counts. */
async function sourceOf(deps: Deps, listed: Listed, which: Resubmission['source']): Promise<Source> {
  const { build, row, upload } = listed;
  const params = sourceAlone(row.sourceParams);
  const isSame = which === 'same';
  switch (row.sourceType) {
    case 'unset':
      return refuse('invalid', 'The build has no source.');
    case 'link':
      return (isSame && (await recorded(deps, listed))) || { type: 'link', url: String(params['url']) };
    case 'upload': {
      const file = upload && (await copyUpload(deps.config, upload));
      if (file) return { type: 'upload', file };
      return required((await recorded(deps, listed)) ?? null, 'conflict', goneText(build.id, params['pkg']));
    }
    default:
      if (params['hook_data'] === true)
        return required((isSame && (await recorded(deps, listed))) || null, 'conflict', notKept(build.id));
      return { type: row.sourceType, params };
  }
}

/** What the old build was made of, if that came as far as dist-git. */
async function recorded({ db }: Deps, { build, row, project }: Listed): Promise<Source | undefined> {
  const as = orderedType(row.sourceType);
  const branches = (await chrootsOf(db.manager, project.id)).map(({ mock }) => [mock.name, mock.branch] as const);
  const imported = recordedOf(build, new Map(branches));
  if (!imported) return undefined;
  const by = build.source.importedBy ?? build.id;
  return { type: 'recorded', as, params: sourceAlone(row.sourceParams), by, imported };
}

/** The script of such a build wants what the webhook sent. */
function notKept(build: number): string {
  return `What the webhook sent is not kept with build ${build}. Please redeliver it: the project’s webhooks keep it.`;
}

function goneText(build: number, name: unknown): string {
  return `The file ${String(name)} of build ${build} is not kept: uploads go once they are imported. Please upload it again.`;
}

/** Whether there is something to be submitted again: all sources but uploads that are gone before they were imported. */
export function mayResubmit({ build, row, upload }: Pick<Listed, 'build' | 'row' | 'upload'>): boolean {
  return row.sourceType !== 'upload' || upload !== undefined || isRecorded(build);
}

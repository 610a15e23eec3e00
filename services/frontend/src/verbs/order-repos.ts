/** Orders to the publisher that are not about one build's end. */
import { randomUUID } from 'node:crypto';
import type { BodyInput } from '@kopr/proto';
import type { Say, Tx } from '@kopr/shared/outbox';
import { dirsOf } from '../store/project-dirs.js';
import type { ProjectRow } from '../store/projects.js';

type RepoVerb = BodyInput<'repo.requested'>['verb'];

/** Most chroots of one order. */
const MAX_CHROOTS = 200;

/** Which project, as messages say it. */
export function refOf(project: Pick<ProjectRow, 'id' | 'owner' | 'name'>, dirname = project.name) {
  return { id: project.id, owner: project.owner, name: project.name, dirname };
}

/** Orders something for a directory's repositories. */
export async function orderRepos(
  say: Say,
  verb: RepoVerb,
  project: ReturnType<typeof refOf>,
  { develMode }: Pick<ProjectRow, 'develMode'>,
  chroots: readonly string[],
  more: Pick<BodyInput<'repo.requested'>, 'builds' | 'fork'> = {},
): Promise<void> {
  const settings = { develMode, comps: null };
  for (let at = 0; at === 0 || at < chroots.length; at += MAX_CHROOTS) {
    const part = chroots.slice(at, at + MAX_CHROOTS);
    await say('repo.requested', { ...more, request: randomUUID(), verb, project, chroots: part, settings });
  }
}

/** Orders the same for every directory of a project. */
export async function orderAllDirs(
  tx: Tx,
  say: Say,
  verb: RepoVerb,
  project: ProjectRow,
  chroots: readonly string[],
): Promise<void> {
  if (chroots.length === 0) return;
  for (const dirname of await dirsOf(tx, project.id)) {
    await orderRepos(say, verb, refOf(project, dirname), project, chroots);
  }
}

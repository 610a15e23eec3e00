/** Removes builds that are over: their rows here, their results at the publisher. */
import { transact, type Tx, type Say } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { dropBuilds, lockBuild, projectsOfBuilds, type Held } from '../store/builds.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import type { UserRow } from '../store/users.js';
import { orderRepos } from './order-repos.js';
import { mayEdit } from './rights.js';

/** Removes one build. */
export async function deleteBuild(deps: Deps, user: UserRow, buildId: number): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const held = required(
      await lockLiving(tx, buildId, await lockProjects(tx, [buildId])),
      'missing',
      `Build ${buildId} does not exist.`,
    );
    if (held.project.persistent)
      refuse('forbidden', `User '${user.name}' can not delete a persistent build ${buildId}`);
    if (!(await mayEdit(tx, user, held.project))) {
      refuse('forbidden', `User '${user.name}' doesn't have permissions to delete build ${buildId}`);
    }
    if (!held.build.endedAt) refuse('conflict', `User '${user.name}' can not delete build ${buildId}`);
    await remove(tx, say, [held]);
  });
}

/** Removes all of them or, when one may not be removed, none. */
export async function deleteBuilds(deps: Deps, user: UserRow, buildIds: readonly number[]): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const found: Held[] = [];
    const may = new Map<number, boolean>();
    const [forbidden, running, unknown]: [number[], number[], number[]] = [[], [], []];
    const projects = await lockProjects(tx, buildIds);
    // In the order of their numbers, so that two deletions cannot block each other for ever.
    for (const buildId of [...new Set(buildIds)].sort((a, b) => a - b)) {
      const held = await lockLiving(tx, buildId, projects);
      if (!held) {
        unknown.push(buildId);
        continue;
      }
      const { project } = held;
      if (!may.has(project.id)) may.set(project.id, !project.persistent && (await mayEdit(tx, user, project)));
      if (!may.get(project.id)) forbidden.push(buildId);
      else if (!held.build.endedAt) running.push(buildId);
      else found.push(held);
    }
    const trouble = troubleText(forbidden, running, unknown);
    if (trouble !== '') refuse('invalid', trouble);
    await remove(tx, say, found);
  });
}

/**
 * The living projects of builds, locked before the builds, as everywhere: where the results lie, and whether they may go,
 * stays as it is until the deletion is done.
 */
async function lockProjects(tx: Tx, buildIds: readonly number[]): Promise<ReadonlyMap<number, ProjectRow>> {
  const projects = new Map<number, ProjectRow>();
  for (const projectId of await projectsOfBuilds(tx, buildIds)) {
    const project = await lockProject(tx, projectId, 'read');
    if (project) projects.set(projectId, project);
  }
  return projects;
}

/** The build with its row locked, and its project as that was locked. */
async function lockLiving(
  tx: Tx,
  buildId: number,
  projects: ReadonlyMap<number, ProjectRow>,
): Promise<Held | undefined> {
  const held = await lockBuild(tx, buildId);
  const project = held && projects.get(held.row.projectId);
  return project && { ...held, project };
}

/** Copr's lines, each with its newline. */
export function troubleText(
  forbidden: readonly number[],
  running: readonly number[],
  unknown: readonly number[],
): string {
  const line = (before: string, ids: readonly number[], after: string) =>
    ids.length === 0 ? '' : `${before} ${ids.join(', ')}${after}\n`;
  return (
    line("You don't have permissions to delete build(s)", forbidden, '.') +
    line('Build(s)', running, ' are still running.') +
    line('Build(s)', unknown, " don't exist.")
  );
}

/** The publisher is told once for each directory. */
async function remove(tx: Tx, say: Say, found: readonly Held[]): Promise<void> {
  const dirOf = ({ build }: Held) => `${build.project.id} ${build.project.dirname}`;
  for (const dir of new Set(found.map(dirOf))) {
    const group = found.filter((held) => dirOf(held) === dir);
    const [first] = group;
    if (!first) continue;
    const chroots = [...new Set(group.flatMap(({ build }) => build.chroots.map((chroot) => chroot.name)))];
    const ids = group.map(({ build }) => build.id);
    await orderRepos(say, 'delete-builds', first.build.project, first.project, chroots, { builds: ids });
  }
  await dropBuilds(
    tx,
    found.map(({ build }) => build.id),
  );
}

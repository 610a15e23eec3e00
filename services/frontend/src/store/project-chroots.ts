/** Single chroots of projects: found, changed, and with what is kept of those that do not build any more. */
import type { EntityManager } from 'typeorm';
import { valuesOf } from './column.js';
import { ProjectChrootEntity, type ProjectChrootRow } from './project-parts.js';
import { read } from './read.js';

/** A project's chroot, also one that is switched off and kept for a while. */
export function findProjectChroot(
  tx: EntityManager,
  projectId: number,
  chroot: string,
): Promise<ProjectChrootRow | null> {
  return tx.findOneBy(ProjectChrootEntity, { projectId, chroot });
}

/** The same with its row locked: two changes wait for each other. */
export function lockProjectChroot(
  tx: EntityManager,
  projectId: number,
  chroot: string,
): Promise<ProjectChrootRow | null> {
  return tx.findOne(ProjectChrootEntity, { where: { projectId, chroot }, lock: { mode: 'pessimistic_write' } });
}

/** Changes a chroot's settings. */
export async function changeProjectChroot(
  tx: EntityManager,
  { projectId, chroot }: ProjectChrootRow,
  change: Partial<ProjectChrootRow>,
): Promise<void> {
  await tx.update(ProjectChrootEntity, { projectId, chroot }, valuesOf(ProjectChrootEntity, change));
}

/** The text of a chroot's comps.xml; null when it has none, undefined when there is no such chroot. */
export async function compsOf(
  tx: EntityManager,
  projectId: number,
  chroot: string,
): Promise<string | null | undefined> {
  const where = { projectId, chroot };
  const row = await tx.findOne(ProjectChrootEntity, { select: { projectId: true, comps: true }, where });
  return row ? (row.comps ?? null) : undefined;
}

/** A chroot whose results are there. */
export interface KeptChroot {
  readonly name: string;
  /** Until when they are kept, if nothing is built for it any more. */
  readonly deleteAfter: Date | null;
}

/** The chroots of a project whose results are there: enabled ones that are active, and those kept for a while. */
export async function keptChroots(tx: EntityManager, projectId: number): Promise<KeptChroot[]> {
  const rows = await read<KeptChroot & { turn: number }>(
    tx,
    `SELECT mock.name, mock.id AS turn, own.delete_after AS deleteAfter
      FROM project_chroots own JOIN mock_chroots mock ON mock.name = own.chroot
      WHERE own.project_id = ? AND (own.delete_after IS NOT NULL OR (own.enabled = 1 AND mock.active = 1))`,
    [projectId],
  );
  return rows.sort((a, b) => a.turn - b.turn);
}

/** Until when the results of a chroot stay in all projects that have it enabled; null: as long as they do. */
export async function keepEverywhere(tx: EntityManager, chroot: string, until: Date | null): Promise<void> {
  await tx.update(ProjectChrootEntity, { chroot, enabled: true }, { deleteAfter: until });
}

/** Projects that build for a chroot, follow Fedora's branching, and do not know the other chroot yet; by number. */
export async function projectsToFollow(
  tx: EntityManager,
  { from, to }: { readonly from: string; readonly to: string },
  afterId: number,
  limit: number,
): Promise<number[]> {
  const rows = await read<{ id: number }>(
    tx,
    `SELECT project.id FROM project_chroots own JOIN projects project ON project.id = own.project_id
      WHERE own.chroot = ? AND own.enabled = 1 AND own.project_id > ?
        AND project.living = 1 AND project.follow_fedora_branching = 1
        AND NOT EXISTS (SELECT 1 FROM project_chroots new WHERE new.project_id = own.project_id AND new.chroot = ?)
      ORDER BY own.project_id LIMIT ${limit}`,
    [from, afterId, to],
  );
  return rows.map(({ id }) => id);
}

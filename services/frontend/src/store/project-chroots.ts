/** Single chroots of projects: found, changed, and with what is kept of those that do not build any more. */
import { In, type EntityManager } from 'typeorm';
import { MockChrootEntity } from './chroots.js';
import { valuesOf } from './column.js';
import { ProjectChrootEntity, type EnabledChroot, type ProjectChrootRow } from './project-parts.js';

/** A project's chroot, also one that is switched off and kept for a while. */
export function findProjectChroot(
  tx: EntityManager,
  projectId: number,
  chroot: string,
): Promise<ProjectChrootRow | null> {
  return tx.findOneBy(ProjectChrootEntity, { projectId, chroot });
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

/** The chroots of a project whose results are there: enabled ones that are active, and those kept for a while. */
export async function keptChroots(tx: EntityManager, projectId: number): Promise<EnabledChroot[]> {
  const own = await tx.findBy(ProjectChrootEntity, { projectId });
  const mocks = await tx.find(MockChrootEntity, {
    where: { name: In(own.map((row) => row.chroot)) },
    order: { id: 'ASC' },
  });
  return mocks.flatMap((mock) => {
    const row = own.find((candidate) => candidate.chroot === mock.name);
    const isKept = row && (row.deleteAfter !== null || (row.enabled && mock.active));
    return isKept ? [{ own: row, mock }] : [];
  });
}

/** Until when the results of a chroot stay in all projects that have it enabled; null: as long as they do. */
export async function keepEverywhere(tx: EntityManager, chroot: string, until: Date | null): Promise<void> {
  await tx.update(ProjectChrootEntity, { chroot, enabled: true }, { deleteAfter: until });
}

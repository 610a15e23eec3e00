/** Lists that only pages show: all living projects' builds, and projects found by words. */
import type { EntityManager } from 'typeorm';
import { listBuildsById, type Listed } from './build-lists.js';
import { ProjectEntity, type ProjectRow } from './projects.js';

/** Builds of all living projects, newest first. */
export async function livingBuilds(tx: EntityManager, limit: number, offset: number): Promise<Listed[]> {
  const rows: { id: number }[] = await tx.query(
    `SELECT builds.id FROM builds JOIN projects ON projects.id = builds.project_id AND projects.living = 1
      ORDER BY builds.id DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  );
  return listBuildsById(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Living projects that have these words in their owner, name or description, newest first. */
export function searchProjects(tx: EntityManager, words: string, limit: number, offset: number): Promise<ProjectRow[]> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  return tx
    .createQueryBuilder(ProjectEntity, 'project')
    .where('project.living = 1')
    .andWhere("(CONCAT(project.owner, '/', project.name) LIKE :pattern OR project.description LIKE :pattern)", {
      pattern,
    })
    .orderBy('project.id', 'DESC')
    .skip(offset)
    .take(limit)
    .getMany();
}

/** Finding projects by words. Every part of a search begins at an index, so that none reads all projects. */
import { In, type EntityManager } from 'typeorm';
import { MockChrootEntity } from './chroots.js';
import { ProjectEntity, type ProjectRow } from './projects.js';

/** Which part of what was found; `limit` null: all. */
interface Part {
  readonly limit: number | null;
  readonly offset: number;
}
/** A condition on the number of a project, with what stands for its question marks. */
interface Clause {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Living projects whose owner and name hold these texts, in any case, newest first. An empty text is in every one. */
export function projectsLike(tx: EntityManager, owner: string, name: string, part: Part): Promise<ProjectRow[]> {
  const clauses = [
    ...(owner === '' ? [] : [termClause('owner', owner)]),
    ...(name === '' ? [] : [termClause('name', name)]),
  ];
  return newest(tx, clauses, '', part);
}

/**
 * Living projects that want to be seen, and that have one of the words in their owner's name, their own, or that of a
 * chroot, or a package that begins with it; newest first.
 */
export async function projectsWith(tx: EntityManager, words: readonly string[], part: Part): Promise<ProjectRow[]> {
  const mocks = await tx.find(MockChrootEntity, { where: { active: true }, select: { name: true } });
  const chroots = mocks.map(({ name }) => name).filter((name) => words.some((word) => name.includes(word)));
  const clauses = words.flatMap((word) => [
    termClause('owner', word),
    termClause('name', word),
    packageClause('name', word),
    packageClause('tail', word),
  ]);
  if (chroots.length > 0) {
    clauses.push({
      sql: 'SELECT project_id FROM project_chroots WHERE chroot IN (?) AND enabled = 1',
      values: [chroots],
    });
  }
  const any = { sql: clauses.map(({ sql }) => sql).join(' UNION '), values: clauses.flatMap(({ values }) => values) };
  return newest(tx, [any], 'AND p.unlisted_on_hp = 0', part);
}

function termClause(field: 'owner' | 'name', word: string): Clause {
  return {
    sql: 'SELECT DISTINCT project_id FROM project_terms WHERE field = ? AND tail LIKE ?',
    values: [field, beginning(word.toLowerCase())],
  };
}

function packageClause(column: 'name' | 'tail', word: string): Clause {
  return { sql: `SELECT project_id FROM packages WHERE ${column} LIKE ?`, values: [beginning(word)] };
}

/** The pattern of all that begins with the word. */
function beginning(word: string): string {
  return `${word.replace(/[\\%_]/g, '\\$&')}%`;
}

/** First the numbers, from the indexes alone, then the rows. */
async function newest(
  tx: EntityManager,
  clauses: readonly Clause[],
  more: string,
  { limit, offset }: Part,
): Promise<ProjectRow[]> {
  const joins = clauses.map(({ sql }, at) => `JOIN (${sql}) f${at} ON f${at}.project_id = p.id`).join(' ');
  const found: { id: number }[] = await tx.query(
    `SELECT p.id FROM projects p ${joins} WHERE p.living = 1 ${more} ORDER BY p.id DESC LIMIT ? OFFSET ?`,
    [...clauses.flatMap(({ values }) => values), limit ?? Number.MAX_SAFE_INTEGER, offset],
  );
  return tx.find(ProjectEntity, { where: { id: In(found.map(({ id }) => id)) }, order: { id: 'DESC' } });
}

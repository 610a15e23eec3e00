/** Finding projects by words. Every part of a search begins at an index, so that none reads all projects. */
import type { EntityManager } from 'typeorm';
import type { Search } from '../domain/search.js';
import { ProjectEntity, type ProjectRow } from './projects.js';
import { IDS, read, readRows, type Value } from './read.js';

/** Which part of what was found. */
interface Part {
  readonly limit: number;
  readonly offset: number;
}
/** A condition on the number of a project, with what stands for its question marks. */
interface Clause {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Living projects that fit, newest first. Those that do not want to be seen are found by owner and name alone. */
export async function searchProjects(tx: EntityManager, search: Search, part: Part): Promise<ProjectRow[]> {
  if ('words' in search) return newest(tx, [await anyOf(tx, search.words)], 'AND p.unlisted_on_hp = 0', part);
  const { owner, name } = search;
  const clauses = [
    ...(owner === '' ? [] : [termClause('owner', owner)]),
    ...(name === '' ? [] : [termClause('name', name)]),
  ];
  return newest(tx, clauses, '', part);
}

/** A word is part of the owner's name, of the project's or of a chroot's, or begins a package or a word of the description. */
async function anyOf(tx: EntityManager, words: readonly string[]): Promise<Clause> {
  const mocks = await read<{ name: string }>(tx, 'SELECT name FROM mock_chroots WHERE active = 1', []);
  const chroots = mocks.map(({ name }) => name).filter((name) => words.some((word) => name.includes(word)));
  const clauses = [...words.flatMap(wordClauses), ...(chroots.length === 0 ? [] : [chrootClause(chroots)])];
  return { sql: clauses.map(({ sql }) => sql).join(' UNION '), values: clauses.flatMap(({ values }) => values) };
}

function wordClauses(word: string): Clause[] {
  return [
    termClause('owner', word),
    termClause('name', word),
    packageClause('name', word),
    packageClause('tail', word),
    ...descriptionClause(word),
  ];
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

function chrootClause(chroots: readonly string[]): Clause {
  const marks = chroots.map(() => '?').join(', ');
  return { sql: `SELECT project_id FROM project_chroots WHERE chroot IN (${marks}) AND enabled = 1`, values: chroots };
}

/** The index knows words of letters and digits, three at least; for it, anything else would be an operator. */
function descriptionClause(word: string): Clause[] {
  const parts = word.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  if (parts.length === 0) return [];
  const sql = 'SELECT id AS project_id FROM projects WHERE MATCH (description) AGAINST (? IN BOOLEAN MODE)';
  return [{ sql, values: [parts.map((part) => `+${part}*`).join(' ')] }];
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
  const found = await read<{ id: number }>(
    tx,
    `SELECT p.id FROM projects p ${joins} WHERE p.living = 1 ${more} ORDER BY p.id DESC LIMIT ? OFFSET ?`,
    [...clauses.flatMap(({ values }) => values), limit, offset],
  );
  const ids = JSON.stringify(found.map(({ id }) => id));
  return readRows(tx, ProjectEntity, `JOIN ${IDS} wanted USING (id) ORDER BY t.id DESC`, [ids]);
}

/** Projects together with the chroots that they build for, by one statement each: what is asked for most. */
import type { EntityManager } from 'typeorm';
import type { MockChrootRow } from './chroots.js';
import { ProjectEntity, type ProjectRow } from './projects.js';
import { readJoined, shapeOf } from './read.js';

/** A living project with the names of its enabled chroots, by one statement: what clients ask for most. */
export async function findWithChroots(
  tx: EntityManager,
  owner: string,
  name: string,
): Promise<{ project: ProjectRow; chroots: string[] } | null> {
  const found = await findWithLines(tx, owner, name, 'mock.name');
  return found && { project: found.project, chroots: found.lines };
}

/** What a project's page shows of it, and what tells who may build there. */
const SHOWN = [
  ...(['id', 'owner', 'name', 'userId', 'groupId', 'createdAt', 'persistent'] as const),
  ...(['description', 'instructions', 'homepage', 'contact'] as const),
] as const;
export type ShownProject = Pick<ProjectRow, (typeof SHOWN)[number]>;

/** A chroot as a project's page shows it; a long comment is cut. */
export type ShownChroot = Pick<MockChrootRow, 'name' | 'comment'>;

/** So much of a comment is shown. With a name it must stay below 512 characters: longer ones cost the server as much again. */
const COMMENT_CHARS = 400;

/** A living project as its page shows it, with what the instance says about its enabled chroots: for many to look at. */
export async function showProject(
  tx: EntityManager,
  owner: string,
  name: string,
): Promise<{ project: ShownProject; chroots: ShownChroot[] } | null> {
  // A comment is shown as one line anyway.
  const line = `CONCAT(mock.name, ' ', REPLACE(LEFT(mock.comment, ${COMMENT_CHARS + 1}), '\\n', ' '))`;
  const found = await findWithLines(tx, owner, name, line, SHOWN);
  return found && { project: found.project, chroots: found.lines.map(shownChroot) };
}

/** A line for each chroot: JSON would cost the server as much again as all the rest. `only`: these of the project's columns. */
async function findWithLines<Column extends keyof ProjectRow>(
  tx: EntityManager,
  owner: string,
  name: string,
  line: string,
  only?: readonly Column[],
): Promise<{ project: Pick<ProjectRow, Column>; lines: string[] } | null> {
  const { columns, settle } = shapeOf(ProjectEntity);
  const lines = `SELECT GROUP_CONCAT(${line} ORDER BY mock.id SEPARATOR '\\n')
    FROM project_chroots own JOIN mock_chroots mock ON mock.name = own.chroot AND mock.active = 1
    WHERE own.project_id = p.id AND own.enabled = 1`;
  const [row] = await readJoined<{ p: Pick<ProjectRow, Column>; '': { chroots: string | null } }>(
    tx,
    `SELECT ${columns('p', only)}, (${lines}) AS chroots FROM projects p WHERE owner = ? AND name = ? AND living = 1`,
    [owner, name],
  );
  if (!row) return null;
  settle(row.p);
  return { project: row.p, lines: row[''].chroots?.split('\n') ?? [] };
}

function shownChroot(line: string): ShownChroot {
  const end = line.indexOf(' ');
  return { name: line.slice(0, end), comment: cut(line.slice(end + 1)) };
}

/** Counts characters as the database does, so that none is cut in two. */
function cut(comment: string): string {
  const characters = comment.length > COMMENT_CHARS ? Array.from(comment) : [];
  return characters.length > COMMENT_CHARS ? `${characters.slice(0, COMMENT_CHARS).join('')}…` : comment;
}

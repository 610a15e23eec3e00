/** Says who may push where, as it is now: a user's tokens, and the projects of others that are open to the user. */
import type { Say, Tx } from '@kopr/shared/outbox';
import { openProjects } from '../store/permissions.js';
import type { ProjectRow } from '../store/projects.js';
import { liveTokens } from '../store/tokens.js';
import { countAccess, membersOf, type UserRow } from '../store/users.js';

/** One user's access. Said whenever a token, a permission, a membership or a group's project comes or goes. */
export async function sayAccess(tx: Tx, say: Say, { id, name }: Pick<UserRow, 'id' | 'name'>): Promise<void> {
  // Holds the user: of two who speak of the same one, the later sees what the other did and has the higher number.
  const { revision, active } = await countAccess(tx, id);
  const tokens = (active ? await liveTokens(tx, id) : []).map(({ tokenSha256, expiresOn }) => ({
    sha256: tokenSha256,
    scopes: ['push'],
    // Valid on its last day, too.
    expiresAt: `${expiresOn}T23:59:59Z`,
  }));
  await say('access.changed', { user: name, revision, tokens, projects: await openProjects(tx, id) });
}

/** The access of all members of the group whose project came or went; owners of their own projects need no word. */
export async function sayGroupAccess(tx: Tx, say: Say, { groupId }: Pick<ProjectRow, 'groupId'>): Promise<void> {
  if (groupId === null) return;
  for (const member of await membersOf(tx, groupId)) await sayAccess(tx, say, member);
}

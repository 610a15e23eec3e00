/** Adds a group or makes exactly the given users its members. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { whyNotOwnerName } from '../domain/names.js';
import { refuse, required } from '../domain/refusal.js';
import { findGroup, findUser, membersOf, saveGroup, setMembers, type UserRow } from '../store/users.js';
import { sayAccess } from './say-access.js';

/** `name` without `@`; the members must exist. */
export async function createGroup(deps: Deps, name: string, members: readonly string[]): Promise<void> {
  const wrong = whyNotOwnerName(name);
  if (wrong !== undefined) refuse('invalid', wrong);
  await transact(deps.db, async (tx, say) => {
    const users: UserRow[] = [];
    for (const member of new Set(members)) {
      users.push(required(await findUser(tx, member), 'missing', `No such user \`${member}'`));
    }
    const group = (await findGroup(tx, name)) ?? (await saveGroup(tx, { name, createdAt: deps.now() }));
    const left = (await membersOf(tx, group.id)).filter(({ id }) => !users.some((user) => user.id === id));
    await setMembers(
      tx,
      group.id,
      users.map(({ id }) => id),
    );
    // In the order of all others who hold several users.
    for (const user of [...users, ...left].sort((a, b) => a.id - b.id)) await sayAccess(tx, say, user);
  });
}

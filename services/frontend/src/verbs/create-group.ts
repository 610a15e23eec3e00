/** Adds a group or makes exactly the given users its members. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { whyNotOwnerName } from '../domain/names.js';
import { refuse, required } from '../domain/refusal.js';
import { findGroup, findUser, saveGroup, setMembers } from '../store/users.js';

/** `name` without `@`; the members must exist. */
export async function createGroup(deps: Deps, name: string, members: readonly string[]): Promise<void> {
  const wrong = whyNotOwnerName(name);
  if (wrong !== undefined) refuse('invalid', wrong);
  await transact(deps.db, async (tx) => {
    const userIds: number[] = [];
    for (const member of new Set(members)) {
      userIds.push(required(await findUser(tx, member), 'missing', `No such user \`${member}'`).id);
    }
    const group = (await findGroup(tx, name)) ?? (await saveGroup(tx, { name, createdAt: deps.now() }));
    await setMembers(tx, group.id, userIds);
  });
}

/** Revokes one of a user's API tokens. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { revokeToken } from '../store/tokens.js';
import type { UserRow } from '../store/users.js';
import { sayAccess } from './say-access.js';

/** What is not the user's, or gone already, stays as it is. */
export async function endToken(deps: Deps, user: UserRow, tokenId: number): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    if (await revokeToken(tx, user.id, tokenId)) await sayAccess(tx, say, user);
  });
}

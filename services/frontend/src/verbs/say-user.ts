/** Says who a user is and where mail for them goes, as it is now. */
import type { Say } from '@kopr/shared/outbox';
import type { UserRow } from '../store/users.js';

/** In the transaction that `say` belongs to. */
export async function sayUser(say: Say, { name, email, wantsMail, active, admin }: UserRow): Promise<void> {
  await say('user.changed', { user: name, email, wantsMail, active, admin });
}

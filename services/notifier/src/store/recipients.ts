/** The operations on the table of recipients. */
import type { DataSource, EntityManager } from 'typeorm';
import { type Recipient, RecipientEntity } from './recipient.js';

/** Keeps what was said last; news that was overtaken changes nothing. */
export async function learnRecipient(
  tx: EntityManager,
  { user, email, wantsMail, active, admin, saidAt }: Recipient,
): Promise<void> {
  // One statement, so that two replicas hearing of a new user at once do not collide. `said_at` moves last: the others look at it.
  await tx.query(
    `INSERT INTO recipients (user, email, wants_mail, active, admin, said_at) VALUES (?, ?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE
       email = IF(VALUES(said_at) > said_at, VALUES(email), email),
       wants_mail = IF(VALUES(said_at) > said_at, VALUES(wants_mail), wants_mail),
       active = IF(VALUES(said_at) > said_at, VALUES(active), active),
       admin = IF(VALUES(said_at) > said_at, VALUES(admin), admin),
       said_at = GREATEST(said_at, VALUES(said_at))`,
    [user, email, wantsMail, active, admin, saidAt],
  );
}

/** The recipient of that name, or undefined while the frontend has not told of them. */
export async function findRecipient(db: DataSource, user: string): Promise<Recipient | undefined> {
  return (await db.getRepository(RecipientEntity).findOneBy({ user })) ?? undefined;
}

/** Names of those who look after the instance; whether they can be written to is seen when a mail goes out. */
export async function adminsAmong(tx: EntityManager): Promise<string[]> {
  const admins = await tx.find(RecipientEntity, { where: { admin: true, active: true }, order: { user: 'ASC' } });
  return admins.map(({ user }) => user);
}

/** Whom mail goes to, as far as the frontend told. */
import { EntitySchema } from 'typeorm';

export interface Recipient {
  readonly user: string;
  readonly email: string | null;
  readonly wantsMail: boolean;
  readonly active: boolean;
  /** Looks after the instance: hears of alarms. */
  readonly admin: boolean;
  /** When the frontend said so; news has no order, and older news does not count. */
  readonly saidAt: Date;
}

export const RecipientEntity = new EntitySchema<Recipient>({
  name: 'recipient',
  tableName: 'recipients',
  columns: {
    user: { type: 'varchar', length: 100, primary: true, collation: 'utf8mb4_bin' },
    email: { type: 'varchar', length: 320, nullable: true },
    wantsMail: { name: 'wants_mail', type: 'boolean' },
    active: { type: 'boolean' },
    admin: { type: 'boolean' },
    saidAt: { name: 'said_at', type: 'datetime', precision: 3 },
  },
});

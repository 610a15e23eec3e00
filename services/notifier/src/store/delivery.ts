/** What has to be told, one row for each mail or public message, kept after it was sent so that nothing is sent twice. */
import { EntitySchema } from 'typeorm';

/** Each channel has a loop of its own, so that a mail server which is away holds up no message. */
export type Channel = 'mail' | 'topic';
/** waiting: to be sent at `nextAt`; sent: done; dropped: will never be sent, `note` says why. */
type DeliveryState = 'waiting' | 'sent' | 'dropped';

export interface Delivery {
  readonly id: string;
  readonly channel: Channel;
  /** What it is about; unique, so that the same fact told twice is one delivery. */
  readonly key: string;
  readonly state: DeliveryState;
  readonly content: unknown;
  /** The traceparent of the fact, so that one trace leads from the submission to the mail. */
  readonly trace: string;
  readonly tries: number;
  /** Not before this; while somebody is sending it, the end of that lease. */
  readonly nextAt: Date;
  /** Who is sending it, or tried last: only the holder may say how it went. */
  readonly holder: string | null;
  readonly note: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;

export const DeliveryEntity = new EntitySchema<Delivery>({
  name: 'delivery',
  tableName: 'deliveries',
  columns: {
    id: { type: 'bigint', unsigned: true, primary: true, generated: 'increment' },
    channel: { type: 'enum', enum: ['mail', 'topic'] },
    key: { type: 'varchar', length: 191, unique: true, ...ascii },
    state: { type: 'enum', enum: ['waiting', 'sent', 'dropped'], default: 'waiting' },
    content: { type: 'json' },
    trace: { type: 'char', length: 55, ...ascii },
    tries: { type: 'int', unsigned: true, default: 0 },
    nextAt: { name: 'next_at', type: 'datetime', precision: 3 },
    holder: { type: 'char', length: 36, nullable: true, ...ascii },
    note: { type: 'varchar', length: 2000, nullable: true },
    createdAt: { name: 'created_at', type: 'datetime', precision: 3 },
    endedAt: { name: 'ended_at', type: 'datetime', precision: 3, nullable: true },
  },
});

/** What has to be told, one row for each mail or public message, kept after it was sent so that nothing is sent twice. */
import { EntitySchema } from 'typeorm';
import { ascii, type InLine, LINE_COLUMNS } from './in-line.js';

/** Each channel has a loop of its own, so that a mail server which is away holds up no message. */
export type Channel = 'mail' | 'topic';
export interface Delivery extends InLine {
  readonly id: string;
  readonly channel: Channel;
  /** What it is about; unique, so that the same fact told twice is one delivery. */
  readonly key: string;
  readonly content: unknown;
}

export const DeliveryEntity = new EntitySchema<Delivery>({
  name: 'delivery',
  tableName: 'deliveries',
  columns: {
    id: { type: 'bigint', unsigned: true, primary: true, generated: 'increment' },
    channel: { type: 'enum', enum: ['mail', 'topic'] },
    key: { type: 'varchar', length: 191, unique: true, ...ascii },
    content: { type: 'json' },
    ...LINE_COLUMNS,
  },
});

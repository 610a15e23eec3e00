/** The two tables that make messages and changes one thing: what is still to be said, and what was already handled. */
import { EntitySchema } from 'typeorm';

/** One message to say. Rows are picked by `sentAt` and `refusedAt` being null, never by their id: transactions commit in any order. */
export interface OutboxRow {
  id: number;
  messageId: string;
  type: string;
  /** The worker host whose queue it is for. */
  host: string | null;
  /** JSON, exactly as it will travel. */
  envelope: string;
  createdAt: Date;
  sentAt: Date | null;
  /** How often the broker refused it. */
  tries: number;
  /** Not before this, after a refusal. */
  retryAt: Date | null;
  /** Since when it is known that it can never be said; kept for a person, and not tried again. */
  refusedAt: Date | null;
}

/** One message that was handled. */
export interface InboxRow {
  messageId: string;
  type: string;
  handledAt: Date;
}

const NOW = () => 'CURRENT_TIMESTAMP(3)';

/** Table `outbox`. */
export const OutboxEntity = new EntitySchema<OutboxRow>({
  name: 'Outbox',
  tableName: 'outbox',
  columns: {
    id: { type: 'bigint', unsigned: true, primary: true, generated: 'increment' },
    messageId: { name: 'message_id', type: 'char', length: '36' },
    type: { type: 'varchar', length: '64' },
    host: { type: 'varchar', length: '100', nullable: true },
    envelope: { type: 'mediumtext' },
    createdAt: { name: 'created_at', type: 'datetime', precision: 3, default: NOW },
    sentAt: { name: 'sent_at', type: 'datetime', precision: 3, nullable: true },
    tries: { type: 'int', unsigned: true, default: 0 },
    retryAt: { name: 'retry_at', type: 'datetime', precision: 3, nullable: true },
    refusedAt: { name: 'refused_at', type: 'datetime', precision: 3, nullable: true },
  },
  indices: [{ name: 'outbox_unsent', columns: ['sentAt', 'refusedAt', 'id'] }],
});

/** Table `inbox`. */
export const InboxEntity = new EntitySchema<InboxRow>({
  name: 'Inbox',
  tableName: 'inbox',
  columns: {
    messageId: { name: 'message_id', type: 'char', length: '36', primary: true },
    type: { type: 'varchar', length: '64' },
    handledAt: { name: 'handled_at', type: 'datetime', precision: 3, default: NOW },
  },
  indices: [{ name: 'inbox_handled', columns: ['handledAt'] }],
});

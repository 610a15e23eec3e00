/** A status that a forge is to be told, or was. Apart from deliveries: a newer one overtakes it, which no mail does to another. */
import { EntitySchema } from 'typeorm';
import type { StatusWords } from '../domain/status-request.js';

export interface StatusRow {
  readonly id: string;
  readonly build: number;
  /** Counts the words about the build. */
  readonly number: number;
  /** The project and the forge's host: a forge that is away, and a token that has asked too often, hold up nobody else. */
  readonly lane: string;
  /** Digest of repository, commit and context: of one subject, the newest status counts. */
  readonly subject: string;
  readonly content: StatusWords;
  /** Sealed; null as soon as it is not needed any more. */
  readonly token: string | null;
  readonly trace: string;
  /** As of a delivery. */
  readonly state: 'waiting' | 'sent' | 'dropped';
  readonly tries: number;
  /** Not before this; while somebody is telling it, the end of that lease. */
  readonly nextAt: Date;
  /** Who is telling it; null again after a try that failed. */
  readonly holder: string | null;
  readonly note: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;

export const StatusEntity = new EntitySchema<StatusRow>({
  name: 'status',
  tableName: 'statuses',
  columns: {
    id: { type: 'bigint', unsigned: true, primary: true, generated: 'increment' },
    build: { type: 'int', unsigned: true },
    number: { type: 'int', unsigned: true },
    lane: { type: 'varchar', length: 255, ...ascii },
    subject: { type: 'char', length: 64, ...ascii },
    content: { type: 'json' },
    token: { type: 'text', nullable: true, ...ascii },
    trace: { type: 'char', length: 55, ...ascii },
    state: { type: 'enum', enum: ['waiting', 'sent', 'dropped'], default: 'waiting' },
    tries: { type: 'int', unsigned: true, default: 0 },
    nextAt: { name: 'next_at', type: 'datetime', precision: 3 },
    holder: { type: 'char', length: 36, nullable: true, ...ascii },
    note: { type: 'varchar', length: 2000, nullable: true },
    createdAt: { name: 'created_at', type: 'datetime', precision: 3 },
    endedAt: { name: 'ended_at', type: 'datetime', precision: 3, nullable: true },
  },
});

/** A status that a forge is to be told, or was. Apart from deliveries: a newer one overtakes it, which no mail does to another. */
import { EntitySchema } from 'typeorm';
import type { StatusWords } from '../domain/status-request.js';
import { ascii, type InLine, LINE_COLUMNS } from './in-line.js';

export interface StatusRow extends InLine {
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
}

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
    ...LINE_COLUMNS,
  },
});

/** What everything has that stands in line to be told: how often it was tried, when it is due, who is at it. */
import type { EntitySchemaColumnOptions } from 'typeorm';

type Column = EntitySchemaColumnOptions;

/** Texts of our own making. */
export const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;

/** Such a row. waiting: to be told at `nextAt`; sent: done; dropped: will never be told, `note` says why. */
export interface InLine {
  readonly state: 'waiting' | 'sent' | 'dropped';
  /** The traceparent of the fact, so that one trace leads from the submission to whoever is told. */
  readonly trace: string;
  readonly tries: number;
  /** Not before this; while somebody is telling it, the end of that lease. */
  readonly nextAt: Date;
  /** Who is telling it, or tried last: only the holder may say how it went. */
  readonly holder: string | null;
  readonly note: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** Columns of such a table, by the names of the rows' fields. */
export const LINE_COLUMNS = {
  trace: { type: 'char', length: 55, ...ascii },
  state: { type: 'enum', enum: ['waiting', 'sent', 'dropped'], default: 'waiting' },
  tries: { type: 'int', unsigned: true, default: 0 },
  nextAt: { name: 'next_at', type: 'datetime', precision: 3 },
  holder: { type: 'char', length: 36, nullable: true, ...ascii },
  note: { type: 'varchar', length: 2000, nullable: true },
  createdAt: { name: 'created_at', type: 'datetime', precision: 3 },
  endedAt: { name: 'ended_at', type: 'datetime', precision: 3, nullable: true },
} as const satisfies Readonly<Record<string, Column>>;

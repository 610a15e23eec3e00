/** Deliveries of webhooks: each is kept for a while, with what became of it. */
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { EntitySchema, type EntityManager } from 'typeorm';
import { id, integer, json, long, nullable, ref, text, time, valuesOf } from './column.js';
import { read, readRow, readRows, write, type Value } from './read.js';

/** `refused`: wrongly signed, or not to be read. `repeated`: of the same event builds came already. `failed`: by a fault of ours. */
export type DeliveryState = 'waiting' | 'built' | 'nothing' | 'refused' | 'repeated' | 'failed';

/** What became of one package. */
export interface PackageOutcome {
  readonly package: string;
  readonly build: number | null;
  readonly why: string;
}

/** What became of a delivery. */
export interface Outcome {
  readonly state: Exclude<DeliveryState, 'waiting'>;
  /** In words, what decisions about packages do not say. */
  readonly reason: string | null;
  readonly decisions: readonly PackageOutcome[];
}

export interface DeliveryRow {
  id: number;
  projectId: number;
  /** A forge, `custom` for a script, `test` for a question that builds nothing. */
  forge: string;
  /** Of the hook's address. */
  package: string | null;
  dirname: string | null;
  headers: Record<string, string>;
  /** Of the body. */
  bytes: number;
  receivedAt: Date;
  /** In words. */
  event: string;
  /** What it is about (domain/hooks/subject.ts). */
  subject: string;
  state: DeliveryState;
  reason: string | null;
  decisions: PackageOutcome[];
  tries: number;
  dueAt: Date | null;
  endedAt: Date | null;
  /** What an event of which builds came is known by. */
  builtKey: string | null;
  /** The delivery that this one repeats, or was made from. */
  repeats: number | null;
  trace: string;
}

/** Which of a project's addresses it was sent to. */
export const addressOf = ({ forge, package: name, dirname }: DeliveryRow): string =>
  [forge, name ?? '', dirname ?? ''].join('/');

export const DeliveryEntity = new EntitySchema<DeliveryRow>({
  name: 'hook_delivery',
  tableName: 'hook_deliveries',
  columns: {
    id,
    projectId: ref('project_id'),
    forge: text('forge'),
    package: text('package', nullable),
    dirname: text('dirname', nullable),
    headers: json('headers'),
    bytes: integer('bytes', { unsigned: true }),
    receivedAt: time('received_at'),
    event: text('event'),
    subject: text('subject'),
    state: text('state'),
    reason: long('reason', nullable),
    decisions: json('decisions'),
    tries: integer('tries', { unsigned: true }),
    dueAt: time('due_at', nullable),
    endedAt: time('ended_at', nullable),
    builtKey: text('built_key', nullable),
    repeats: ref('repeats', nullable),
    trace: text('trace'),
  },
});

const deflated = promisify(deflate);
const inflated = promisify(inflate);
const MAX_EVENT_CHARS = 500;
/** The column holds 65,535 bytes, and people read less. */
const MAX_REASON_CHARS = 4000;

/** Of what is refused so much is kept: it is never worked off, and whoever sent it may send more. */
const MAX_REFUSED_BYTES = 64 * 1024;

/** A delivery on its way in. */
export type NewDelivery = Omit<DeliveryRow, 'id' | 'bytes' | 'tries'> & { readonly body: Buffer };

/** Keeps a delivery; when the promise is fulfilled it is on disk, or will be when the transaction is. */
export async function addDelivery(tx: EntityManager, row: NewDelivery): Promise<number> {
  const { sql, values } = await insertOf(row);
  return write(tx, sql, values);
}

/** Keeps a delivery, or counts it where one of its key is kept already. How many they are stands behind the reason. */
export async function addOrCount(tx: EntityManager, row: NewDelivery): Promise<void> {
  const { reason } = row;
  const { sql, values } = await insertOf({ ...row, reason: `${reason ?? ''}1` });
  // Assigned from left to right: `tries` is the new number where the reason is made.
  const more = 'ON DUPLICATE KEY UPDATE tries = tries + 1, reason = CONCAT(?, tries + 1), ended_at = ?';
  await write(tx, `${sql} ${more}`, [...values, reason, row.endedAt]);
}

async function insertOf({ body, ...row }: NewDelivery): Promise<{ sql: string; values: (Value | Buffer)[] }> {
  const { headers, decisions, event } = row;
  const kept = row.state === 'refused' ? body.subarray(0, MAX_REFUSED_BYTES) : body;
  const values = {
    ...{ project_id: row.projectId, forge: row.forge, package: row.package, dirname: row.dirname },
    ...{ headers: JSON.stringify(headers), body: await deflated(kept), bytes: body.length },
    ...{ received_at: row.receivedAt, event: event.slice(0, MAX_EVENT_CHARS), state: row.state },
    subject: row.subject,
    reason: row.reason?.slice(0, MAX_REASON_CHARS) ?? null,
    ...{ decisions: JSON.stringify(decisions), due_at: row.dueAt, ended_at: row.endedAt },
    ...{ built_key: row.builtKey, repeats: row.repeats, trace: row.trace },
  };
  const columns = Object.keys(values);
  const sql = `INSERT INTO hook_deliveries (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return { sql, values: Object.values(values) };
}

/** A delivery of a project. */
export function findDelivery(tx: EntityManager, projectId: number, deliveryId: number): Promise<DeliveryRow | null> {
  return readRow(tx, DeliveryEntity, 'WHERE id = ? AND project_id = ?', [deliveryId, projectId]);
}

/** The delivery of this number, whoever's it is. */
export function deliveryById(tx: EntityManager, deliveryId: number): Promise<DeliveryRow | null> {
  return readRow(tx, DeliveryEntity, 'WHERE id = ?', [deliveryId]);
}

/** What was sent, byte by byte. */
export async function bodyOf(tx: EntityManager, deliveryId: number): Promise<Buffer> {
  const [row] = await read<{ body: Buffer }>(tx, 'SELECT body FROM hook_deliveries WHERE id = ?', [deliveryId]);
  return row ? inflated(row.body) : Buffer.alloc(0);
}

/** A project's deliveries, newest first. */
export function listDeliveries(
  tx: EntityManager,
  projectId: number,
  { limit, offset }: { limit: number; offset: number },
): Promise<DeliveryRow[]> {
  const rest = 'WHERE project_id = ? ORDER BY id DESC LIMIT ? OFFSET ?';
  return readRows(tx, DeliveryEntity, rest, [projectId, limit, offset]);
}

/** The newest ones about something that are worked off, without those that were worked off again: they tell what is old. */
export function newestAbout(
  tx: EntityManager,
  projectId: number,
  subject: string,
  limit: number,
): Promise<DeliveryRow[]> {
  const rest = `WHERE project_id = ? AND subject = ? AND due_at IS NULL AND repeats IS NULL ORDER BY id DESC LIMIT ?`;
  return readRows(tx, DeliveryEntity, rest, [projectId, subject, limit]);
}

/** The delivery of the project that this event's builds came of. */
export function builtBy(tx: EntityManager, projectId: number, key: string): Promise<DeliveryRow | null> {
  return readRow(tx, DeliveryEntity, 'WHERE project_id = ? AND built_key = ?', [projectId, key]);
}

/** Changes a delivery. */
export async function changeDelivery(
  tx: EntityManager,
  deliveryId: number,
  values: Partial<Omit<DeliveryRow, 'id'>>,
): Promise<void> {
  const { reason } = values;
  const change = typeof reason === 'string' ? { ...values, reason: reason.slice(0, MAX_REASON_CHARS) } : values;
  await tx.update(DeliveryEntity, { id: deliveryId }, valuesOf(DeliveryEntity, change));
}

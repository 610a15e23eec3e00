/** Alarms of services: a row for each that ever rang. */
import { KoprError } from '@kopr/shared/errors';
import { EntitySchema, type EntityManager } from 'typeorm';
import type { Alarm } from '../domain/alarm.js';
import { long, nullable, text, time } from './column.js';
import { readRow, readRows } from './read.js';

export const AlarmEntity = new EntitySchema<Alarm>({
  name: 'alarm',
  tableName: 'alarms',
  columns: {
    service: { ...text('service'), primary: true },
    alarm: { ...text('alarm'), primary: true },
    text: long('text'),
    since: time('since'),
    easedAt: time('eased_at', nullable),
    saidAt: time('said_at'),
  },
});

const WHERE = 'WHERE service = ? AND alarm = ?';

/** The alarm as it is known. */
export async function findAlarm(tx: EntityManager, service: string, alarm: string): Promise<Alarm | undefined> {
  return (await readRow(tx, AlarmEntity, WHERE, [service, alarm])) ?? undefined;
}

/**
 * The same, locked until the transaction ends, so that two first words wait for each other, too: what is not there yet
 * cannot be locked, so a row is there from then on, whose alarm is over since long ago.
 */
export async function lockAlarm(tx: EntityManager, service: string, alarm: string): Promise<Alarm> {
  await tx.query(
    "INSERT IGNORE INTO alarms (service, alarm, text, since, eased_at, said_at) VALUES (?, ?, '', ?, ?, ?)",
    [service, alarm, LONG_AGO, LONG_AGO, LONG_AGO],
  );
  const [row] = await readRows(tx, AlarmEntity, `${WHERE} FOR UPDATE`, [service, alarm]);
  if (!row) throw new KoprError('lost-update', 'an alarm vanished behind its lock', { service, alarm });
  return row;
}

const LONG_AGO = new Date(0);

/** Writes a locked alarm. */
export async function writeAlarm(tx: EntityManager, { service, alarm, ...values }: Alarm): Promise<void> {
  await tx.update(AlarmEntity, { service, alarm }, values);
}

/** Those that ring, the longest first. */
export function ringingAlarms(tx: EntityManager): Promise<Alarm[]> {
  return readRows(tx, AlarmEntity, 'WHERE eased_at IS NULL ORDER BY since, service, alarm', []);
}

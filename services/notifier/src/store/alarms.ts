/** The operations on the table of alarms. */
import type { EntityManager } from 'typeorm';
import type { Alarm } from '../domain/alarm.js';
import { AlarmEntity } from './alarm.js';

/** What is known of an alarm. */
export async function findAlarm(tx: EntityManager, service: string, alarm: string): Promise<Alarm | undefined> {
  return (await tx.findOneBy(AlarmEntity, { service, alarm })) ?? undefined;
}

/** The same, held against other words about it. Two first words at once: one of them fails, and is heard again. */
export async function holdAlarm(tx: EntityManager, service: string, alarm: string): Promise<Alarm | undefined> {
  const lock = { mode: 'pessimistic_write' } as const;
  return (await tx.findOne(AlarmEntity, { where: { service, alarm }, lock })) ?? undefined;
}

/** Keeps what is known now. `isNew`: nothing was known. */
export async function writeAlarm(tx: EntityManager, alarm: Alarm, isNew: boolean): Promise<void> {
  const { service, alarm: name, ...rest } = alarm;
  if (isNew) await tx.insert(AlarmEntity, alarm);
  else await tx.update(AlarmEntity, { service, alarm: name }, rest);
}

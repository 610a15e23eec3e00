/** Notes a word about a service's alarm, for pages and deadlines. */
import type { Body } from '@kopr/proto';
import type { Tx } from '@kopr/shared/outbox';
import { hearWord } from '../domain/alarm.js';
import { lockAlarm, writeAlarm } from '../store/alarms.js';

/** Whether it was news; what was said before the last known word is none. */
export async function noteAlarm(
  tx: Tx,
  { service, alarm, text, at }: Body<'service.alarmed'>,
  rings: boolean,
): Promise<boolean> {
  const known = await lockAlarm(tx, service, alarm);
  const heard = hearWord(known, { service, alarm, text, at: new Date(at), rings });
  if (heard) await writeAlarm(tx, heard);
  return heard !== undefined;
}

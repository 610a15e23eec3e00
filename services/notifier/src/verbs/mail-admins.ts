/** Puts the mails about a service's alarm in line, one for each who looks after the instance. */
import { createHash } from 'node:crypto';
import type { Body } from '@kopr/proto';
import type { EntityManager } from 'typeorm';
import { hearWord, QUIET_FOR_MS, RINGS_FOR_MS, type Alarm } from '../domain/alarm.js';
import type { AlarmWords } from '../domain/alarm-mail.js';
import { findAlarm, holdAlarm, writeAlarm } from '../store/alarms.js';
import { enqueue, wasSent } from '../store/deliveries.js';
import { adminsAmong } from '../store/recipients.js';

/** A mail to an admin. */
export interface AlarmContent {
  readonly to: string;
  readonly kind: 'alarm';
  readonly about: AlarmWords;
}

/** They wait a while: what was over meanwhile, or rings again, is not sent. */
export async function mailAdmins(
  tx: EntityManager,
  word: Body<'service.alarmed'>,
  { rings, trace }: { readonly rings: boolean; readonly trace: string },
): Promise<void> {
  const { service, alarm, text, at } = word;
  const known = await holdAlarm(tx, service, alarm);
  const heard = hearWord(known, { service, alarm, at: new Date(at), rings });
  if (!heard) return;
  await writeAlarm(tx, heard, known === undefined);
  const now = new Date();
  const dueAt = new Date(now.getTime() + (rings ? RINGS_FOR_MS : QUIET_FOR_MS));
  for (const to of await adminsAmong(tx)) {
    const about = { service, alarm, text, since: iso(heard.since), easedAt: rings ? null : iso(heard.saidAt) };
    const content: AlarmContent = { to, kind: 'alarm', about };
    await enqueue(tx, { channel: 'mail', key: keyOf(content), content, trace }, now, dueAt);
  }
}

/** What makes the mail one: the same for each telling, and while the alarm goes on. */
function keyOf({ to, about }: AlarmContent): string {
  const { service, alarm, since, easedAt } = about;
  const words = JSON.stringify([service, alarm, since, easedAt, to]);
  return `mail:alarm:${createHash('sha256').update(words).digest('hex')}`;
}

/** Why such a mail is not to be sent now; undefined when it is. */
export async function whyNotAlarm(tx: EntityManager, content: AlarmContent): Promise<string | undefined> {
  const { service, alarm, since, easedAt } = content.about;
  const known = await findAlarm(tx, service, alarm);
  if (!isTrue(known, since, easedAt)) return 'it was overtaken';
  if (easedAt === null || (await wasSent(tx, keyOf({ ...content, about: { ...content.about, easedAt: null } }))))
    return;
  return 'nobody was told that it rang';
}

function isTrue(known: Alarm | undefined, since: string, easedAt: string | null): boolean {
  return known !== undefined && iso(known.since) === since && (known.easedAt ? iso(known.easedAt) : null) === easedAt;
}

const iso = (time: Date): string => time.toISOString();

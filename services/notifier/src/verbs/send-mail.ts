/** Sends one mail, if its receiver has an address and wants mail. */
import type { Body } from '@kopr/proto';
import type { DataSource } from 'typeorm';
import type { Smtp } from '../channels/smtp.js';
import { alarmMail } from '../domain/alarm-mail.js';
import { buildMail, type Mail } from '../domain/build-mail.js';
import { permissionMail } from '../domain/permission-mail.js';
import { retryLater, drop, sent, type Sending } from '../domain/sending.js';
import { findRecipient } from '../store/recipients.js';
import { whyNotAlarm, type AlarmContent } from './mail-admins.js';

/** What a delivery of the channel `mail` holds: the fact, rendered only when it goes out, to the address that is right then. */
export type MailContent =
  | { readonly to: string; readonly kind?: undefined; readonly fact: Body<'build.ended'> }
  | {
      readonly to: string;
      readonly kind: 'permission';
      readonly key: string;
      readonly fact: Body<'permission.changed'>;
    }
  | AlarmContent;

function mailOf(content: MailContent, domain: string): Mail {
  if (content.kind === 'permission') return permissionMail(content.fact, content.key, domain);
  if (content.kind === 'alarm') return alarmMail(content.about, domain);
  return buildMail(content.fact, domain);
}

/** Makes the sender of mails. */
export function mailSender(db: DataSource, smtp: Smtp) {
  return async (content: MailContent): Promise<Sending> => {
    const { to } = content;
    const recipient = await findRecipient(db, to);
    // News has no order: the user may be told of after their first build has ended.
    if (recipient === undefined) return retryLater(`the frontend has not told of the user ${to}`, { others: true });
    if (!recipient.active) return drop(`${to} is not active`);
    if (!recipient.wantsMail) return drop(`${to} wants no mail`);
    if (recipient.email === null) return drop(`${to} has no address`);
    const why = content.kind === 'alarm' ? await whyNotAlarm(db.manager, content) : undefined;
    if (why !== undefined) return drop(why);
    const outcome = await smtp.send(recipient.email, mailOf(content, smtp.domain));
    if (outcome.ok) return sent;
    return outcome.forGood ? drop(outcome.reason) : retryLater(outcome.reason, { others: outcome.others });
  };
}

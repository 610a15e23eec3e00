/** Sends one mail about a build, if its submitter has an address and wants mail. */
import type { Body } from '@kopr/proto';
import type { DataSource } from 'typeorm';
import type { Smtp } from '../channels/smtp.js';
import { buildMail } from '../domain/build-mail.js';
import { retryLater, drop, sent, type Sending } from '../domain/sending.js';
import { findRecipient } from '../store/recipients.js';

/** What a delivery of the channel `mail` holds: the fact, rendered only when it goes out, to the address that is right then. */
export interface MailContent {
  readonly to: string;
  readonly fact: Body<'build.ended'>;
}

/** Makes the sender of mails. */
export function mailSender(db: DataSource, smtp: Smtp) {
  return async ({ to, fact }: MailContent): Promise<Sending> => {
    const recipient = await findRecipient(db, to);
    // News has no order: the user may be told of after their first build has ended.
    if (recipient === undefined) return retryLater(`the frontend has not told of the user ${to}`, { others: true });
    if (!recipient.active) return drop(`${to} is not active`);
    if (!recipient.wantsMail) return drop(`${to} wants no mail`);
    if (recipient.email === null) return drop(`${to} has no address`);
    const outcome = await smtp.send(recipient.email, buildMail(fact, smtp.domain));
    if (outcome.ok) return sent;
    return outcome.forGood ? drop(outcome.reason) : retryLater(outcome.reason, { others: outcome.others });
  };
}

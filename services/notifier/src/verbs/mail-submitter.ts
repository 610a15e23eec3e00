/** Puts the mail about a build's end in line. */
import type { Body } from '@kopr/proto';
import type { EntityManager } from 'typeorm';
import { enqueue } from '../store/deliveries.js';
import { endOf } from '../domain/build-report.js';
import type { MailContent } from './send-mail.js';

/** Nobody is written to about builds of webhooks, nor about the copies that a fork makes. */
export async function mailSubmitter(tx: EntityManager, fact: Body<'build.ended'>, trace: string): Promise<void> {
  if (fact.user === null || fact.state === 'forked') return;
  const content: MailContent = { to: fact.user, fact };
  await enqueue(tx, { channel: 'mail', key: `mail:${endOf(fact)}`, content, trace }, new Date());
}

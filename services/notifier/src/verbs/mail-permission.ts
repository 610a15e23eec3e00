/** Puts the mails about a change of permissions in line, one for each who should know. */
import type { Body } from '@kopr/proto';
import type { EntityManager } from 'typeorm';
import { enqueue } from '../store/deliveries.js';
import type { MailContent } from './send-mail.js';

/** `meta.id` tells one change from the next: the same people may ask and decide again. */
export async function mailPermission(
  tx: EntityManager,
  fact: Body<'permission.changed'>,
  { id, trace }: { readonly id: string; readonly trace: string },
): Promise<void> {
  for (const to of new Set(fact.tell)) {
    const content: MailContent = { to, kind: 'permission', key: id, fact };
    await enqueue(tx, { channel: 'mail', key: `mail:permission.changed:${id}:${to}`, content, trace }, new Date());
  }
}

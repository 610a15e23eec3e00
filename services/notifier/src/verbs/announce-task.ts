/** Puts the public messages about a task in line. */
import type { Body } from '@kopr/proto';
import type { EntityManager } from 'typeorm';
import { endMessage, type PublicMessage, type Speaker, startMessages } from '../domain/public-message.js';
import { enqueue } from '../store/deliveries.js';

/** A task runs for the first time. */
export async function announceStart(
  tx: EntityManager,
  fact: Body<'task.began'>,
  trace: string,
  speaker: Speaker,
): Promise<void> {
  for (const message of startMessages(fact, speaker)) await announce(tx, message, trace);
}

/** A task is over. */
export async function announceEnd(
  tx: EntityManager,
  fact: Body<'task.ended'>,
  trace: string,
  speaker: Speaker,
): Promise<void> {
  await announce(tx, endMessage(fact, speaker), trace);
}

async function announce(tx: EntityManager, message: PublicMessage, trace: string): Promise<void> {
  await enqueue(tx, { channel: 'topic', key: `topic:${message.id}`, content: message, trace }, new Date());
}

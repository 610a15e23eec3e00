/** Puts a status of a commit in line. */
import { createHash } from 'node:crypto';
import type { Body } from '@kopr/proto';
import type { EntityManager } from 'typeorm';
import { addStatus } from '../store/statuses.js';

/** The same word said twice is one status. */
export async function askStatus(tx: EntityManager, body: Body<'status.requested'>, trace: string): Promise<void> {
  const { token, ...words } = body;
  const { build, number, forge, address, repository, commit, context } = words;
  const subject = createHash('sha256').update(JSON.stringify([forge, address, repository, commit, context]));
  await addStatus(
    tx,
    { build, number, lane: new URL(address).host, subject: subject.digest('hex'), content: words, token, trace },
    new Date(),
  );
}

/** Puts a status of a commit in line. */
import { createHash } from 'node:crypto';
import type { Body } from '@kopr/proto';
import type { EntityManager } from 'typeorm';
import { addStatus } from '../store/statuses.js';

/** The same word said twice is one status. */
export async function askStatus(tx: EntityManager, body: Body<'status.requested'>, trace: string): Promise<void> {
  const { token, ...words } = body;
  const { build, number, project, forge, address, repository, commit, context } = words;
  const subject = createHash('sha256').update(JSON.stringify([forge, address, repository, commit, context]));
  await addStatus(
    tx,
    { build, number, lane: laneOf(project.id, address), subject: subject.digest('hex'), content: words, token, trace },
    new Date(),
  );
}

const LANE_LENGTH = 255;

/** A project has one token: whoever asks too often with it waits alone. */
function laneOf(projectId: number, address: string): string {
  return `${projectId} ${new URL(address).host}`.slice(0, LANE_LENGTH);
}

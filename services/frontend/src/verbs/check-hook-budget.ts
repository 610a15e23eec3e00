/**
 * Keeps deliveries from filling the disk of the database, which nobody can ask for its room: a project is taken so many
 * and so much of in an hour. Asked before a body is read.
 */
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import { takenSince } from '../store/delivery-queue.js';

const HOUR_MS = 3_600_000;

/** Refuses when the project has had its share of this hour. */
export async function checkHookBudget({ db, config, now }: Deps, projectId: number): Promise<void> {
  const { deliveries, bytes } = await takenSince(db.manager, projectId, new Date(now().getTime() - HOUR_MS));
  if (deliveries >= config.hookHourDeliveries)
    refuse('too-many', `A project takes at most ${config.hookHourDeliveries} deliveries in an hour.`);
  if (bytes >= config.hookHourBytes)
    refuse('too-many', `A project takes at most ${config.hookHourBytes} bytes of deliveries in an hour.`);
}

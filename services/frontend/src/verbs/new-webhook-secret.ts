/** Gives a project a new secret for its webhooks; the old one is worth nothing from then on. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '../deps.js';
import { changeProject } from '../store/projects.js';

/** The new secret. Rights were checked by the caller. */
export async function newWebhookSecret(deps: Deps, projectId: number): Promise<string> {
  const webhookSecret = randomUUID();
  await changeProject(deps.db.manager, projectId, { webhookSecret });
  return webhookSecret;
}

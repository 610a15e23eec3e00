/** Webhooks as API v3 shows them. All of it is Kopr's own. */
import type { Config } from '../config.js';
import { FORGES } from '../domain/hooks/forge.js';
import type { DeliveryRow } from '../store/deliveries.js';
import type { HookProject } from '../store/hook-settings.js';

/** A delivery. */
export function deliveryObject(row: DeliveryRow) {
  return {
    id: row.id,
    forge: row.forge,
    package: row.package,
    project_dirname: row.dirname,
    event: row.event,
    state: row.state,
    reason: row.reason,
    decisions: row.decisions,
    repeats: row.repeats,
    received_on: seconds(row.receivedAt),
    ended_on: row.endedAt && seconds(row.endedAt),
    bytes: row.bytes,
  };
}

/** What a project wants of its webhooks, with the addresses to paste. */
export function hookSettingsObject(project: HookProject, config: Pick<Config, 'frontendUrl'>) {
  const { projectId, name, owner, webhookSecret, sealedKey, signedOnly } = project;
  return {
    id: projectId,
    name,
    ownername: owner,
    full_name: `${owner}/${name}`,
    webhook_secret: webhookSecret,
    addresses: hookAddresses(project, config),
    has_signing_key: sealedKey !== null,
    signed_only: signedOnly,
  };
}

/** Where each forge, and scripts, may send: without a secret there is nowhere. */
export function hookAddresses(
  { projectId, webhookSecret }: Pick<HookProject, 'projectId' | 'webhookSecret'>,
  { frontendUrl }: Pick<Config, 'frontendUrl'>,
): Record<string, string> {
  if (webhookSecret === null) return {};
  const address = (forge: string) => `${frontendUrl}/webhooks/${forge}/${projectId}/${webhookSecret}/`;
  return Object.fromEntries([...Object.keys(FORGES), 'custom'].map((forge) => [forge, address(forge)]));
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

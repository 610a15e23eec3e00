/** Whether a delivery is genuine, by what the project keeps of its senders. */
import { randomBytes } from 'node:crypto';
import { readKeyring, unseal } from '@kopr/shared/sealed';
import type { Deps } from '../deps.js';
import type { Headers, Sender } from '../domain/hooks/forge.js';
import { whyNotSigned } from '../domain/hooks/signature.js';
import { signingKeyOf, type HookProject } from '../store/hook-settings.js';

/** What was sent. */
interface Sent {
  readonly headers: Headers;
  readonly body: Buffer;
}

const LOST = 'the project’s key cannot be opened any more: please set it again, on the page of webhooks';

/** Why the delivery is refused; undefined when its signature is good, or missing and not demanded. */
export function whyNotGenuine(
  deps: Deps,
  project: HookProject,
  sender: Sender,
  { headers, body }: Sent,
): string | undefined {
  const key = keyOf(deps, project);
  const keys = { secret: project.webhookSecret ?? '', demanded: project.signedOnly };
  const signed = { headers, body, now: deps.now() };
  if (key !== undefined) return whyNotSigned(sender, signed, { ...keys, key });
  // By a key that nobody has: no signature fits, and what needs none is taken as ever.
  const nobodys = randomBytes(32).toString('base64url');
  return whyNotSigned(sender, signed, { ...keys, key: nobodys }) === undefined ? undefined : LOST;
}

/** Null: there is none. Undefined: it is lost, as the operator is told. */
function keyOf({ config, log }: Deps, { projectId, sealedKey }: HookProject): string | null | undefined {
  if (sealedKey === null) return null;
  const opened = unseal(readKeyring(config.sealingKeys), sealedKey, signingKeyOf(projectId));
  if (opened.ok) return opened.secret;
  log.error('the signing key of a project cannot be opened', { project: projectId, reason: opened.reason });
  return undefined;
}

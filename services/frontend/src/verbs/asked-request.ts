/** The pull request that a comment asks to be built: some forges tell with a comment no commit, so what was told before counts. */
import type { Tx } from '@kopr/shared/outbox';
import { payloadOf } from '../domain/hooks/delivery.js';
import type { Asking, HookEvent, PullRequest, ToldEvent } from '../domain/hooks/event.js';
import { FORGES, headerOf, isForge } from '../domain/hooks/forge.js';
import { bodyOf, newestAbout, type DeliveryRow } from '../store/deliveries.js';
import type { Settling } from './settling.js';

/** Among so many there is one that tells its commit, unless all are comments. */
const LATEST = 20;

/** The events, pull requests in place of the comments that ask for them; and why some cannot be built. */
export async function withRequests(
  settling: Settling,
  told: readonly ToldEvent[],
): Promise<{ events: HookEvent[]; unknown: string[] }> {
  const events: HookEvent[] = [];
  const unknown: string[] = [];
  for (const one of told) {
    const event = one.kind === 'asking' ? await askedRequest(settling, one) : one;
    if (typeof event === 'string') unknown.push(event);
    else events.push(event);
  }
  return { events, unknown };
}

/** As it was told last; or why it cannot be built. As in Copr, anybody may ask who may comment: nothing is opened for that. */
async function askedRequest({ tx, project, row }: Settling, { number, sender }: Asking): Promise<PullRequest | string> {
  for (const before of await newestAbout(tx, project.id, row.subject, LATEST)) {
    const told = await requestIn(tx, before);
    if (told) return { ...told, act: 'asked', sender };
  }
  return `nothing is known of pull request ${number}, as no delivery told of it: the hook has to send pull requests, too`;
}

async function requestIn(tx: Tx, { id, forge, headers }: DeliveryRow): Promise<PullRequest | undefined> {
  if (!isForge(forge)) return undefined;
  const read = FORGES[forge].read(headerOf(headers, FORGES[forge].event), payloadOf(headers, await bodyOf(tx, id)));
  return read.ok ? read.events.find((event) => event.kind === 'pull-request') : undefined;
}

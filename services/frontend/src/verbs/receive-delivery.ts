/** Takes a delivery of a forge. Nothing is built here: it is kept, so that it cannot be lost, and worked off by a loop. */
import { currentTrace, newTrace } from '@kopr/shared/log';
import type { Deps } from '../deps.js';
import { keptHeaders, payloadOf } from '../domain/hooks/delivery.js';
import { wordsOf } from '../domain/hooks/event.js';
import { FORGES, headerOf, type ForgeName, type Headers } from '../domain/hooks/forge.js';
import { subjectOf } from '../domain/hooks/subject.js';
import { addDelivery, type DeliveryState } from '../store/deliveries.js';
import type { HookProject } from '../store/hook-settings.js';
import { whyNotGenuine } from './check-signature.js';
import { wakeDeliveries } from './wake-deliveries.js';

/** What was sent to the address of a project's hook. */
export interface Incoming {
  readonly forge: ForgeName;
  /** Of the address. */
  readonly package: string | null;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The delivery's number, and what is wrong with it. */
export interface Received {
  readonly id: number;
  readonly wrong?: { readonly code: 'signature' | 'payload'; readonly why: string };
}

/** Resolves once the delivery is on disk. The secret of the address was checked by the caller. */
export async function receiveDelivery(deps: Deps, project: HookProject, incoming: Incoming): Promise<Received> {
  const { event, subject, state, reason, wrong } = look(deps, project, incoming);
  const now = deps.now();
  const isDue = state === 'waiting';
  const { forge, headers, body } = incoming;
  const id = await addDelivery(deps.db.manager, {
    ...{ projectId: project.projectId, forge, package: incoming.package, dirname: null, body },
    ...{ headers: keptHeaders(FORGES[forge], headers), receivedAt: now, event, subject, state, reason, decisions: [] },
    ...{ dueAt: isDue ? now : null, endedAt: isDue ? null : now, builtKey: null, repeats: null },
    trace: currentTrace() ?? newTrace(),
  });
  if (isDue) wakeDeliveries(deps.db);
  return { id, ...(wrong ? { wrong } : {}) };
}

/** Keeps that something came which was not read. */
export async function keepUnread(
  deps: Deps,
  { projectId }: HookProject,
  { forge, headers, package: name }: Omit<Incoming, 'body'>,
  why: string,
): Promise<void> {
  const now = deps.now();
  await addDelivery(deps.db.manager, {
    ...{ projectId, forge, package: name, dirname: null, body: Buffer.alloc(0), subject: forge },
    ...{ headers: keptHeaders(FORGES[forge], headers), event: headerOf(headers, FORGES[forge].event) },
    ...{ receivedAt: now, endedAt: now, dueAt: null, state: 'refused', reason: why, decisions: [] },
    ...{ builtKey: null, repeats: null, trace: currentTrace() ?? newTrace() },
  });
}

interface Look {
  readonly event: string;
  readonly subject: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly wrong?: Received['wrong'];
}

/** What is seen at once: whether it is genuine, and whether it tells of anything that may be built. */
function look(deps: Deps, project: HookProject, { forge, headers, body }: Incoming): Look {
  const sender = FORGES[forge];
  const event = headerOf(headers, sender.event);
  const refuse = (code: 'signature' | 'payload', why: string): Look => ({
    ...{ event, subject: forge, state: 'refused', reason: why },
    wrong: { code, why },
  });
  const unsigned = whyNotGenuine(deps, project, sender, { headers, body });
  if (unsigned !== undefined) return refuse('signature', unsigned);
  const read = sender.read(event, payloadOf(headers, body));
  if (!read.ok) return refuse('payload', read.wrong);
  const words = read.events.map(wordsOf).join('; ');
  const isIdle = read.events.every(({ kind }) => kind === 'other');
  return { event: words, subject: subjectOf(forge, read.events), state: isIdle ? 'nothing' : 'waiting', reason: null };
}

/** A script's hook: it wants to know at once which build comes of it, so nothing is put off. */
import { currentTrace, newTrace } from '@kopr/shared/log';
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { keptHeaders } from '../domain/hooks/delivery.js';
import { ANYBODY, type Headers } from '../domain/hooks/forge.js';
import { refusalOf, refuse, required } from '../domain/refusal.js';
import { addDelivery, deliveryById, type Outcome } from '../store/deliveries.js';
import type { HookProject } from '../store/hook-settings.js';
import { lockProjectSoon } from '../store/projects.js';
import { whyNotGenuine } from './check-signature.js';
import { end, settle } from './work-delivery.js';

/** What was sent to the address of a package's custom hook. */
export interface CustomCall {
  /** Null: the address names none. */
  readonly package: string | null;
  /** Null: the project's main directory. */
  readonly dirname: string | null;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What came of it. Throws refusals; the secret of the address was checked by the caller. */
export async function runCustomHook(deps: Deps, project: HookProject, call: CustomCall): Promise<Outcome> {
  const unsigned = whyNotGenuine(deps, project, ANYBODY, call);
  if (unsigned !== undefined) {
    await keepRefused(deps, project, call, unsigned);
    return refuse('forbidden', unsigned);
  }
  try {
    return await build(deps, project, call);
  } catch (error) {
    const refusal = refusalOf(error);
    // Who is to come again in a moment was not refused.
    if (refusal && refusal.code !== 'busy') await keepRefused(deps, project, call, refusal.message);
    throw error;
  }
}

function build(deps: Deps, project: HookProject, call: CustomCall): Promise<Outcome> {
  return transact(deps.db, async (tx, say) => {
    // Held for writing, so that an event that is sent twice at the same time builds once.
    const locked = await lockProjectSoon(tx, project.projectId);
    if (locked === 'busy') return refuse('busy', 'The project is being worked on. Please try again in a moment.');
    const held = required(locked, 'missing', 'The project does not exist any more.');
    const id = await addDelivery(tx, { ...newRow(deps, project, call), state: 'waiting', reason: null, endedAt: null });
    const row = required(await deliveryById(tx, id), 'missing', 'The delivery is gone.');
    const outcome = await settle({ deps, tx, say, project: held, row });
    await end(deps, tx, row, outcome);
    return outcome;
  });
}

/** Keeps a call that nothing is built of, by itself: the project's owners see why. */
export async function keepRefused(deps: Deps, project: HookProject, call: CustomCall, why: string): Promise<void> {
  const row = { ...newRow(deps, project, call), state: 'refused' as const, reason: why, endedAt: deps.now() };
  await addDelivery(deps.db.manager, row);
}

function newRow(deps: Deps, { projectId }: HookProject, { package: name, dirname, headers, body }: CustomCall) {
  return {
    ...{ projectId, forge: 'custom', package: name, dirname, body, headers: keptHeaders(ANYBODY, headers) },
    ...{
      receivedAt: deps.now(),
      event: `custom hook of ${name ?? 'no package'}`,
      subject: 'custom',
      decisions: [],
      dueAt: null,
    },
    ...{ builtKey: null, repeats: null, trace: currentTrace() ?? newTrace() },
  };
}

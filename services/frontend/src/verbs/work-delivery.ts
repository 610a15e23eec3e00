/** Works off the oldest delivery of a project: reads it, decides, builds, and notes what became of it, all or nothing. */
import { withTrace } from '@kopr/shared/log';
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { eventKey } from '../domain/hooks/delivery.js';
import { ANYBODY, isForge } from '../domain/hooks/forge.js';
import { refusalOf } from '../domain/refusal.js';
import {
  addressOf,
  bodyOf,
  builtBy,
  changeDelivery,
  type DeliveryRow,
  type Outcome,
  type PackageOutcome,
} from '../store/deliveries.js';
import { dueBefore, firstDue, holdProject, takeBackTry } from '../store/delivery-queue.js';
import { projectById } from '../store/projects.js';
import { DIST_GIT } from './keep-push.js';
import { settleCustom } from './settle-custom.js';
import { settleForge } from './settle-delivery.js';
import { settlePush } from './settle-push.js';
import type { Settling } from './settling.js';

/** What fails is tried again after this, each time after four times as long. */
const RETRY_MS = 5_000;
const MOST_TRIES = 6;

/** False when there was none, or somebody else holds the project. */
export async function workDelivery(deps: Deps, projectId: number): Promise<boolean> {
  const row = await firstDue(deps.db.manager, projectId, deps.now());
  if (!row) return false;
  return withTrace(row.trace, async () => {
    const counted = await countTry(deps, row);
    if (typeof counted === 'boolean') return counted;
    try {
      return await transact(deps.db, (tx, say) => workOne(deps, tx, say, counted));
    } catch (error) {
      await putOff(deps, counted, error);
      return true;
    }
  });
}

/**
 * The delivery with this try counted, on disk before the work begins: what kills the process at each try is given up
 * like everything else. Or what `workDelivery` answers at once.
 */
function countTry(deps: Deps, { id, projectId }: DeliveryRow): Promise<DeliveryRow | boolean> {
  return transact(deps.db, async (tx) => {
    if (!(await holdProject(tx, projectId))) return false;
    const row = await firstDue(tx, projectId, deps.now());
    // Another replica was quicker; what it left comes with the next look.
    if (row?.id !== id) return true;
    // What was put off is not overtaken by what is about the same.
    const dueAt = await dueBefore(tx, row);
    if (dueAt) {
      await changeDelivery(tx, id, { dueAt });
      return true;
    }
    if (row.tries >= MOST_TRIES) {
      await end(deps, tx, row, FAILED);
      return true;
    }
    const tries = row.tries + 1;
    await changeDelivery(tx, id, { tries });
    return { ...row, tries };
  });
}

const FAILED: Outcome = { state: 'failed', reason: 'something went wrong here', decisions: [] };

async function workOne(deps: Deps, tx: Tx, say: Say, { id, projectId, tries }: DeliveryRow): Promise<boolean> {
  const isHeld = await holdProject(tx, projectId);
  const row = await firstDue(tx, projectId, deps.now());
  if (row?.id !== id) return true;
  // Who counted after us works on it. Counting once more, each would take it from the other until no try is left.
  if (row.tries !== tries) return false;
  if (!isHeld) {
    await takeBackTry(tx, row);
    return false;
  }
  const project = await projectById(tx, projectId);
  const outcome = project.living ? await settle({ deps, tx, say, project, row }) : GONE;
  await end(deps, tx, row, outcome);
  return true;
}

const GONE: Outcome = { state: 'nothing', reason: 'the project was deleted', decisions: [] };

/** What came of a delivery that is not ended yet; in a transaction that holds the project's row. */
export async function settle(settling: Settling): Promise<Outcome> {
  const { tx, row } = settling;
  const body = await bodyOf(tx, row.id);
  const { forge } = row;
  if (forge === DIST_GIT) return settlePush(settling, body);
  if (isForge(forge)) return settleForge(settling, forge, body, (key) => once(settling, key));
  const key = eventKey(addressOf(row), ANYBODY, row.headers, undefined);
  return (await once(settling, key)) ?? settleCustom(settling, body);
}

/** Of one event builds come once. Whoever sends it again here, on our own page, means it. */
async function once({ tx, project, row }: Settling, key: string | null): Promise<Outcome | undefined> {
  if (row.repeats !== null) return undefined;
  if (key === null || key === row.builtKey) return undefined;
  const other = await builtBy(tx, project.id, key);
  if (other) {
    await changeDelivery(tx, row.id, { repeats: other.id });
    return { state: 'repeated', reason: 'this event was delivered before', decisions: other.decisions };
  }
  await changeDelivery(tx, row.id, { builtKey: key });
  return undefined;
}

/** More decisions than these nobody reads. */
const MOST_KEPT = 1000;

/** Those about what was built are all kept. */
function kept({ decisions, reason }: Outcome): { decisions: PackageOutcome[]; reason: string | null } {
  if (decisions.length <= MOST_KEPT) return { decisions: [...decisions], reason };
  const built = decisions.filter(({ build }) => build !== null);
  const others = decisions.filter(({ build }) => build === null);
  const more = `${decisions.length - MOST_KEPT} more packages were not built`;
  return {
    decisions: [...built, ...others].slice(0, MOST_KEPT),
    reason: reason === null ? more : `${reason}; ${more}`,
  };
}

/** Notes what came of it. */
export async function end(deps: Deps, tx: Tx, row: DeliveryRow, outcome: Outcome): Promise<void> {
  const { state } = outcome;
  const { decisions, reason } = kept(outcome);
  await changeDelivery(tx, row.id, { state, reason, decisions, dueAt: null, endedAt: deps.now() });
  const builds = decisions.flatMap(({ build }) => build ?? []);
  deps.log.info('a webhook’s delivery was worked off', { project: row.projectId, delivery: row.id, state, builds });
}

/** A refusal is an answer; a fault of ours may pass. */
async function putOff(deps: Deps, { id, projectId, tries }: DeliveryRow, error: unknown): Promise<void> {
  const refusal = refusalOf(error);
  const now = deps.now();
  const over = { dueAt: null, endedAt: now };
  if (refusal) {
    await changeDelivery(deps.db.manager, id, { ...over, state: 'nothing', reason: refusal.message });
    return;
  }
  deps.log.error('a webhook’s delivery could not be worked off', { project: projectId, delivery: id, tries, error });
  const later = { dueAt: new Date(now.getTime() + RETRY_MS * 4 ** (tries - 1)) };
  const { state, reason } = FAILED;
  await changeDelivery(deps.db.manager, id, tries >= MOST_TRIES ? { ...over, state, reason } : later);
}

/** Tells forges the statuses that wait: those of a project for a forge one at a time, all others beside them. */
import { type Log, withTrace } from '@kopr/shared/log';
import { type Loop, loop } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import { nextTry, type Sending } from '../domain/sending.js';
import type { StatusWords } from '../domain/status-request.js';
import { claimStatus, dueLanes, restLane, settleStatus, type StatusClaim, type StatusEnd } from '../store/statuses.js';
import { lanes, type Served } from './lanes.js';

/** `send` must be done, one way or the other, well within the lease. */
export interface DeliverStatusesOptions {
  readonly db: DataSource;
  readonly log: Log;
  readonly everyMs?: number;
  readonly leaseMs?: number;
  send(words: StatusWords, token: string): Promise<Sending>;
}

const LEASE_MS = 60_000;
const EVERY_MS = 2_000;

/** The loop; wake it when something was put in line. */
export function deliverStatuses(options: DeliverStatusesOptions): Loop {
  const { db, log, everyMs = EVERY_MS } = options;
  const forges = lanes({
    log,
    serve: (lane) => serveOne(options, lane),
    onRest: (lane, until) => restLane(db, lane, until),
    onFree: () => inner.wake(),
  });
  const tick = async (): Promise<void> => {
    for (const lane of await dueLanes(db, new Date())) forges.begin(lane);
  };
  const inner = loop({ name: 'deliver-statuses', everyMs, log, tick });
  const end = async (): Promise<void> => {
    await inner.stop();
    await forges.end();
  };
  return { ...inner, drain: end, stop: end };
}

/** One status of a forge: whether there may be another, or until when the forge is left alone. */
async function serveOne(options: DeliverStatusesOptions, lane: string): Promise<Served> {
  const { db, leaseMs = LEASE_MS } = options;
  const claim = await claimStatus(db, lane, new Date(), leaseMs);
  if (claim === undefined) return 'done';
  if (claim === 'again') return 'again';
  return withTrace(claim.trace, async () => {
    const began = Date.now();
    const sending = await options.send(claim.content, claim.token ?? '');
    const end = endOf(claim, sending, new Date());
    await settleStatus(db, claim, end, new Date());
    note(options.log, claim, end, Date.now() - began);
    return sending.went === 'wrong' && !sending.others && end.state === 'waiting' ? end.nextAt : 'again';
  });
}

function endOf({ tries, createdAt }: StatusClaim, sending: Sending, now: Date): StatusEnd {
  if (sending.went === 'out') return { state: 'sent', note: null };
  if (sending.went === 'nowhere') return { state: 'dropped', note: sending.reason };
  const nextAt = nextTry(tries, createdAt, now, Math.random(), sending.afterMs);
  if (nextAt === undefined) return { state: 'dropped', note: `given up: ${sending.reason}` };
  return { state: 'waiting', note: sending.reason, nextAt };
}

function note(log: Log, { build, number, lane, tries }: StatusClaim, end: StatusEnd, durationMs: number): void {
  const fields = { channel: 'forge', lane, buildId: build, number, tries, durationMs };
  if (end.state === 'sent') log.info('told', fields);
  else log.warn(end.state === 'waiting' ? 'not told yet' : 'not told', { ...fields, reason: end.note });
}

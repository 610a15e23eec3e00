/** Sends what waits in one channel, the oldest first, one at a time. */
import type { Log } from '@kopr/shared/log';
import { withTrace } from '@kopr/shared/log';
import { type Loop, loop } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import { nextTry, type Sending } from '../domain/sending.js';
import { type Claim, claimDue, markDropped, markSent, postpone } from '../store/deliveries.js';
import type { Channel } from '../store/delivery.js';

/** `send` gets a delivery's content and must be done, one way or the other, well within the lease. */
export interface DeliverOptions {
  readonly db: DataSource;
  readonly channel: Channel;
  readonly log: Log;
  readonly everyMs?: number;
  send(content: unknown): Promise<Sending>;
}

const LEASE_MS = 5 * 60_000;
const EVERY_MS = 2_000;

/** The loop; wake it when something was put in line. */
export function deliver({ db, channel, log, send, everyMs = EVERY_MS }: DeliverOptions): Loop {
  return loop({
    name: `deliver-${channel}`,
    everyMs,
    log,
    tick: async () => {
      const claim = await claimDue(db, channel, new Date(), LEASE_MS);
      if (claim === undefined) return;
      const sending = await withTrace(claim.trace, () => sendOne(db, claim, send, log));
      // When the way is blocked, the others would only lose time and tries as well.
      if (sending.went !== 'wrong' || sending.others) return 'again';
    },
  });
}

async function sendOne(db: DataSource, claim: Claim, send: DeliverOptions['send'], log: Log): Promise<Sending> {
  const began = Date.now();
  const sending = await send(claim.content);
  await settle(db, claim, sending);
  const fields = { channel: claim.channel, key: claim.key, tries: claim.tries, durationMs: Date.now() - began };
  if (sending.went === 'out') log.info('told', fields);
  else log.warn(sending.went === 'wrong' ? 'not told yet' : 'not told', { ...fields, reason: sending.reason });
  return sending;
}

async function settle(db: DataSource, claim: Claim, sending: Sending): Promise<void> {
  const now = new Date();
  if (sending.went === 'out') return markSent(db, claim, now);
  if (sending.went === 'nowhere') return markDropped(db, claim, sending.reason, now);
  const at = nextTry(claim.tries, claim.createdAt, now, Math.random());
  if (at === undefined) return markDropped(db, claim, `given up: ${sending.reason}`, now);
  return postpone(db, claim, sending.reason, at);
}

/** Keeps a lane while its turn lasts: the lease is renewed at a third of its life, and a lost one ends the turn. */
import { KoprError } from '@kopr/shared/errors';
import { renewLease, type Held } from '../store/lanes.js';
import type { PublishDeps } from './deps.js';

/** A turn's hold on its lane. */
export interface Hold {
  /** Aborted when the lane is lost; programs that run for the turn are killed by it. */
  readonly signal: AbortSignal;
  /** Asks the database; throws KoprError `lane-lost` when somebody else has the lane. */
  readonly stillOurs: () => Promise<void>;
  letGo(): void;
}

/** Starts to renew. When the database does not answer for as long as the lease lasts, the lane counts as lost. */
export function holdLane({ db, log, leaseS }: Pick<PublishDeps, 'db' | 'log' | 'leaseS'>, lane: Held): Hold {
  const lost = new AbortController();
  let renewedAt = Date.now();
  const stillOurs = async (): Promise<void> => {
    if (lost.signal.aborted || !(await renewLease(db, lane, leaseS))) throw laneLost(lane);
    renewedAt = Date.now();
  };
  const renew = (): void => {
    stillOurs().catch((error: unknown) => {
      const isOver = isLost(error) || Date.now() - renewedAt > leaseS * 1000;
      log.warn('lease not renewed', { lane: lane.id, isOver, error });
      if (isOver) lost.abort(laneLost(lane));
    });
  };
  const timer = setInterval(renew, (leaseS * 1000) / 3);
  return { signal: lost.signal, stillOurs, letGo: () => clearInterval(timer) };
}

/** The turn must end without a trace: whoever has the lane now does its work. */
export function laneLost({ id, owner, dirname, chroot }: Held): KoprError {
  return new KoprError('lane-lost', `another publisher has ${owner}/${dirname}/${chroot}`, { lane: id });
}

/** Whether a turn ended because its lane was lost. */
export function isLost(error: unknown): boolean {
  return error instanceof KoprError && error.code === 'lane-lost';
}

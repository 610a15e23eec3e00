/** Keeps one replica leading: campaigns while standing by, renews while leading, and takes messages only in a term. */
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import type { Election } from '../line/election.js';
import type { Term } from '../line/term.js';

/** `begin` reads the line and opens the desk; `consume` starts the consumers, and answers how to end them. */
export interface LeadOptions {
  readonly election: Election;
  readonly log: Log;
  readonly everyMs: number;
  begin(term: number): Promise<Term>;
  consume(term: Term): () => Promise<void>;
}

/** The part, and whoever leads here now. */
export interface Lead extends Loop {
  /** The desk, while this replica leads. */
  term(): Term | undefined;
}

/** Makes the loop. Wake it when a term ended by itself, so that the next begins at once. */
export function lead(options: LeadOptions): Lead {
  const { election, log, everyMs } = options;
  let held: { term: Term; end: () => Promise<void> } | undefined;

  const stepDown = async (why: string): Promise<void> => {
    const ending = held;
    held = undefined;
    ending?.term.close(why);
    await ending?.end();
  };
  const tick = async (): Promise<void> => {
    if (held && !held.term.isOver() && (await isRenewed(election, held.term, log))) return;
    if (held) {
      log.warn('no longer leading', { term: held.term.number });
      await stepDown('this replica no longer leads');
    }
    const number = await election.campaign();
    if (number === undefined) return;
    const term = await options.begin(number);
    held = { term, end: options.consume(term) };
  };
  const beat = loop({ name: 'lead', everyMs, log, tick });
  return {
    ...beat,
    term: () => held?.term,
    drain: async () => {
      await beat.drain?.();
      await stepDown('the service ends');
      await election.resign().catch((error: unknown) => log.warn('could not resign', { error: asError(error) }));
    },
  };
}

/** A lease that could not be renewed ends the term: the fence would refuse its changes soon anyway. */
async function isRenewed(election: Election, term: Term, log: Log): Promise<boolean> {
  try {
    return await election.renew(term.number);
  } catch (error) {
    log.warn('the lease could not be renewed', { term: term.number, error: asError(error) });
    return false;
  }
}

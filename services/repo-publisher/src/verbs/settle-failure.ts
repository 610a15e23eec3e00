/** What becomes of orders that could not be carried out: tried again later, or ended with the reason. */
import { backoff } from '@kopr/shared/domain';
import { asError, KoprError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import { transact } from '@kopr/shared/outbox';
import type { Work } from '../store/entities.js';
import { endWork, postponeWork } from '../store/work.js';
import { refusalOf } from './answers.js';
import type { PublishDeps } from './deps.js';
import { isLost } from './hold-lane.js';

/** An hour, all in all: a full disk or a database away should be mended by then. Deletes go on at the longest delay. */
const MAX_TRIES = 20;
const BACKOFF = { baseMs: 1000, maxMs: 300_000 };
/** Errors that a second try would only repeat. */
const FINAL_CODES: ReadonlySet<string> = new Set(['refused', 'rpm']);

/** Settles the rows after `thrown`. A lost lane is nobody's failure: whoever has it now serves them. */
export async function settleFailure(
  { db, log }: Pick<PublishDeps, 'db' | 'log'>,
  rows: readonly Work[],
  thrown: unknown,
): Promise<void> {
  const error = asError(thrown);
  const code = error instanceof KoprError ? error.code : undefined;
  const fields = { requests: rows.map(({ request }) => request), error };
  if (isLost(error)) {
    log.warn('lane lost', fields);
    return;
  }
  const isFinal = code !== undefined && FINAL_CODES.has(code);
  const last = rows.filter((row) => isOver(row, isFinal));
  const again = rows.filter((row) => !isOver(row, isFinal));
  logFailure(log, rows, { ...fields, isFinal });
  await transact(db, async (tx, say) => {
    for (const row of last) await endWork(tx, say, row, refusalOf(row.body, error.message));
  });
  const tries = Math.max(1, ...again.map((row) => row.tries + 1));
  await postponeWork(
    db,
    again.map(({ id }) => id),
    backoff(tries, { ...BACKOFF, random: Math.random() }),
  );
}

/** What was deleted must not stay published because the publisher lost heart: nobody would ask again. */
function isOver({ verb, tries }: Work, isFinal: boolean): boolean {
  if (verb === 'delete') return false;
  return isFinal || (!verb.startsWith('delete-') && tries + 1 >= MAX_TRIES);
}

function logFailure(log: Log, rows: readonly Work[], { isFinal, ...fields }: { isFinal: boolean }): void {
  const tries = Math.max(...rows.map((row) => row.tries)) + 1;
  if (isFinal) log.warn('order refused', fields);
  else if (tries >= MAX_TRIES && rows.some((row) => !isOver(row, isFinal)))
    log.warn('a delete still fails', { ...fields, tries });
  else log.error('order failed', { ...fields, tries });
}

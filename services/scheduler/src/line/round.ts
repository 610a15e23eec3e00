/** One round at the leader's desk: all news that has come in, decided, kept and answered together. */
import { done, envelopeOf, type Fate } from '@kopr/shared/bus';
import { KoprError } from '@kopr/shared/errors';
import { childTrace, type Log } from '@kopr/shared/log';
import type { Envelope } from '@kopr/proto';
import { advance, type News } from '../domain/decide.js';
import { saidIn, type Effect, type Said, type SaidType } from '../domain/effect.js';
import type { Line } from '../domain/line.js';
import type { Keys } from './keys.js';
import { writesOf, type Change, type Records } from './records.js';

/** News and who waits for its fate. `id`: of its message, for news that must be handled once. */
export interface Request {
  readonly news: News;
  readonly id: string | undefined;
  answer(fate: Fate): void;
}

/** `said`: called after messages were kept for saying. */
export interface Desk {
  readonly number: number;
  readonly line: Line;
  readonly records: Records;
  readonly keys: Keys;
  readonly log: Log;
  now(): number;
  said(): void;
}

/** Plays a round and answers it. Throws, unanswered, when it cannot be kept: the line in memory is then wrong. */
export async function playRound(desk: Desk, requests: readonly Request[]): Promise<void> {
  const fresh = await withoutRepeats(desk, requests);
  const effects = advance(
    desk.line,
    fresh.map(({ news }) => news),
    desk.now(),
  );
  await keep(desk, fresh, effects);
  for (const { answer } of requests) answer(done);
  tell(desk, saidIn(effects));
}

async function withoutRepeats({ records }: Desk, requests: readonly Request[]): Promise<Request[]> {
  const handled = await records.handledOf(idsOf(requests));
  const seen = new Set<string>(handled);
  return requests.filter(({ id }) => {
    if (id === undefined) return true;
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
}

async function keep(
  { number, records, keys }: Desk,
  fresh: readonly Request[],
  effects: readonly Effect[],
): Promise<void> {
  const writes = writesOf(effects, keys);
  const says = saidIn(effects).map(toEnvelope);
  // News that changed nothing kept need not be remembered: heard again, it changes nothing again.
  if (writes.length === 0 && says.length === 0) return;
  const change: Change = { handled: idsOf(fresh), writes, says };
  const answer = await records.commit(number, change);
  if (answer !== 'ok') throw new KoprError(answer, `the records refused a change: ${answer}`, { term: number });
}

function idsOf(requests: readonly Request[]): string[] {
  return requests.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

/** The trace goes on from the message that queued the task, or from what runs now. */
function toEnvelope<T extends SaidType>({ type, body, trace }: Said<T>): Envelope {
  return envelopeOf(type, body, trace === null ? undefined : childTrace(trace));
}

function tell({ log, said }: Desk, messages: readonly Said[]): void {
  if (messages.length > 0) said();
  for (const { type, body } of messages) {
    const host = 'host' in body ? { host: body.host } : {};
    const reason = 'reason' in body ? { reason: body.reason } : {};
    log.info('placement decided', { said: type, task: body.task, attempt: body.attempt, ...host, ...reason });
  }
}

/**
 * One leader's term. The line is in memory, because only the leader changes it; a change that cannot be kept ends the
 * term: what is in memory is then not what is in Redis, and the next term reads it anew.
 */
import { retry, type Fate } from '@kopr/shared/bus';
import type { News } from '../domain/decide.js';
import { playRound, type Desk, type Request } from './round.js';

/** The leader's desk: news in, fates out. */
export interface Term {
  readonly number: number;
  /** Resolves when what the news changed is kept. `id`: of its message, for news that must be handled once. */
  take(news: News, id?: string): Promise<Fate>;
  /** Time has passed; `busUp`: whether silence may be held against hosts. */
  tick(busUp: boolean): Promise<void>;
  /** Ends the term; whatever is still asked is answered with *retry*. */
  close(why: string): void;
  isOver(): boolean;
}

/** As much news as one script may carry. */
const MOST_AT_ONCE = 100;
/** A longer rest between two ticks means that we slept, not the hosts. */
const SLEPT_MS = 10_000;
const CLEAN_EVERY_MS = 60_000;

/** Opens the desk over a line that was just read; `broken` is called when the term ends by itself. */
export function openTerm(desk: Desk, broken: (error: unknown) => void): Term {
  const { line, now } = desk;
  const requests: Request[] = [];
  const last = { tick: now(), cleaning: now() };
  let over: string | undefined;
  let round: Promise<void> | undefined;

  const close = (why: string, asking: readonly Request[] = []): void => {
    over ??= why;
    for (const { answer } of [...asking, ...requests.splice(0)]) answer(retry(over));
  };
  const playAll = async (): Promise<void> => {
    while (requests.length > 0) {
      const asking = requests.splice(0, MOST_AT_ONCE);
      try {
        await playRound(desk, asking);
      } catch (error) {
        broken(error);
        close('the line could not be kept', asking);
      }
    }
    round = undefined;
  };
  const take = (news: News, id?: string): Promise<Fate> => {
    if (over !== undefined) return Promise.resolve(retry(over));
    return new Promise((answer) => {
      requests.push({ news, id, answer });
      round ??= playAll();
    });
  };
  const tick = async (busUp: boolean): Promise<void> => {
    const at = now();
    // While nobody could be heard, nobody was silent.
    if (!busUp || at - last.tick > SLEPT_MS) line.since = at;
    last.tick = at;
    await take({ type: 'time' });
    if (at - last.cleaning < CLEAN_EVERY_MS) return;
    last.cleaning = at;
    await take({ type: 'cleaning' });
  };
  return { number: desk.number, take, tick, close, isOver: () => over !== undefined };
}

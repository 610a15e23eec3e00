/** How every consumer hears news of a build: once, under a lock, with a line in the log when it came too late. */
import type { Body, MessageType } from '@kopr/proto';
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { News } from '../domain/decide.js';
import type { Held } from '../store/builds.js';
import { applyNews, type Applied } from '../verbs/apply-news.js';

/** What a consumer adds: which build, what the news is, and what else is kept when it mattered. */
export interface Hearing<T extends MessageType> {
  /** Undefined when the message is about no build. */
  readonly buildOf: (body: Body<T>) => number | undefined;
  readonly newsOf: (body: Body<T>, tx: Tx, held: Held) => News | Promise<News>;
  readonly also?: (tx: Tx, body: Body<T>, applied: Applied) => Promise<void>;
}

/** A handler that applies the news; repeats, stale news and news of builds that are gone change nothing. */
export function hear<T extends MessageType>(deps: Deps, { buildOf, newsOf, also }: Hearing<T>): Handler<T> {
  return handleOnce<T>(deps.db, async (tx, say, body, { type }) => {
    const build = buildOf(body);
    if (build === undefined) return done;
    const applied = await applyNews(deps, tx, say, build, async (held) => newsOf(body, tx, held));
    if (!applied?.changed)
      deps.log.info('news ignored', { type, build, why: applied ? 'it came too late' : 'no such build' });
    else await also?.(tx, body, applied);
    return done;
  });
}

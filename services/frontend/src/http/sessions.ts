/** Web sessions in Redis: a random name in the cookie, its hash as the key, who and a CSRF token as the value. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';

const stored = z.object({ userId: z.number().int().nullable(), csrf: z.string() });

/** One browser's session. `userId` is null until somebody logs in; `csrf` goes into every form. */
export interface Session {
  /** The cookie's value. */
  readonly id: string;
  readonly userId: number | null;
  readonly csrf: string;
}

/** Keeps sessions; they end by themselves when unused (Redis forgets them). */
export interface Sessions {
  find(id: string): Promise<Session | undefined>;
  /** A new session; logging in must always make one, so that a planted cookie is worth nothing. */
  begin(userId: number | null): Promise<Session>;
  end(id: string): Promise<void>;
  /** Counts an event under `key` for `seconds`; answers how many there were. Slows down guessing. */
  count(key: string, seconds: number): Promise<number>;
}

const WELL_FORMED = /^[\w-]{43}$/;

/** How long a stranger's session lasts, in seconds: anybody may fill Redis with them. */
const STRANGER_SECONDS = 3600;

/** Sessions in `redis` that last `days` after their last use; those of nobody yet an hour. */
export function openSessions(redis: Redis, days: number, prefix = 'kopr:'): Sessions {
  const lifeOf = (userId: number | null) => (userId === null ? STRANGER_SECONDS : days * 86_400);
  return {
    async find(id) {
      if (!WELL_FORMED.test(id)) return undefined;
      const key = keyOf(prefix, id);
      const text = await redis.get(key);
      if (text === null) return undefined;
      const session = { id, ...stored.parse(JSON.parse(text)) };
      await redis.expire(key, lifeOf(session.userId));
      return session;
    },
    async begin(userId) {
      const session = { id: secret(), userId, csrf: secret() };
      const value = JSON.stringify({ userId, csrf: session.csrf });
      await redis.set(keyOf(prefix, session.id), value, 'EX', lifeOf(userId));
      return session;
    },
    async end(id) {
      await redis.del(keyOf(prefix, id));
    },
    async count(key, seconds) {
      const counter = `${prefix}count:${key}`;
      const [[, n] = [null, 0]] = (await redis.multi().incr(counter).expire(counter, seconds, 'NX').exec()) ?? [];
      return Number(n);
    },
  };
}

/** Whether a form that was posted carries its session's token. */
export function isOwnForm(session: Session | undefined, token: unknown): boolean {
  if (!session || typeof token !== 'string') return false;
  const [given, wanted] = [Buffer.from(token), Buffer.from(session.csrf)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whoever reads the Redis learns no cookie. */
function keyOf(prefix: string, id: string): string {
  return `${prefix}session:${createHash('sha256').update(id).digest('hex')}`;
}

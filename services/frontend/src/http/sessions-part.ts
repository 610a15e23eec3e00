/** The Redis of the sessions as a part. The API works without it; pages then know nobody. */
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import type { Part } from '@kopr/shared/service';
import type { Redis } from 'ioredis';

/** Connects, and keeps connecting. */
export function sessionsPart(redis: Redis, log: Log): Part {
  const away = (error: unknown) => log.warn('sessions away', { reason: asError(error).message });
  redis.on('error', away);
  return {
    name: 'sessions',
    start: () => redis.connect().catch(away),
    stop: () => {
      redis.disconnect();
      return Promise.resolve();
    },
    ready: () => redis.status === 'ready',
  };
}

/** The Redis of the sessions as a part. The API works without it; pages then know nobody. */
import type { Log } from '@kopr/shared/log';
import type { Part } from '@kopr/shared/service';
import type { Redis } from 'ioredis';

/** Connects, and keeps connecting. */
export function sessionsPart(redis: Redis, log: Log): Part {
  redis.on('error', (error: Error) => log.warn('sessions away', { reason: error.message }));
  return {
    name: 'sessions',
    start: () => redis.connect().catch((error: Error) => log.warn('sessions away', { reason: error.message })),
    stop: () => {
      redis.disconnect();
      return Promise.resolve();
    },
    ready: () => redis.status === 'ready',
  };
}

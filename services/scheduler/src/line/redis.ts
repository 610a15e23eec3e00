/** The connection to the scheduler's Redis. */
import type { Log } from '@kopr/shared/log';
import type { Part } from '@kopr/shared/service';
import { Redis } from 'ioredis';
import { defineScripts } from './scripts.js';

const COMMAND_MS = 5_000;

/**
 * A command fails at once while Redis is away, and is never sent twice: whoever sent it cannot know whether it was
 * carried out, and must look at the records again.
 */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    retryStrategy: (count) => Math.min(100 * count, 1_000),
  });
  defineScripts(redis);
  return redis;
}

/** The connection as a part: started when it is there; it comes back by itself. */
export function redisPart(redis: Redis, log: Log): Part {
  redis.on('error', (error: Error) => log.warn('redis', { error }));
  return {
    name: 'redis',
    start: async () => {
      const connected = new Promise<void>((resolve) => redis.once('ready', resolve));
      // The first try may fail: the connection goes on trying.
      redis.connect().catch(() => undefined);
      await connected;
    },
    stop: () => {
      redis.disconnect();
      return Promise.resolve();
    },
    ready: () => redis.status === 'ready',
  };
}

/** The scheduler's settings. */
import { COMMON, httpPort, setting } from '@kopr/shared/config';

/** By name, with defaults and meanings; values are read by `loadConfig` in main. */
export const SETTINGS = {
  ...COMMON,
  httpPort: httpPort(5004),
  redisUrl: setting.url({
    name: 'KOPR_REDIS_URL',
    meaning: 'the scheduler’s own Redis, with appendfsync always and noeviction, as redis://:password@host:6379/0',
    secret: true,
  }),
} as const;

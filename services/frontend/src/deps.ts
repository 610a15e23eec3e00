/** What `main` hands to every verb, consumer, loop and page: connections, settings, log, clock. */
import type { Log } from '@kopr/shared/log';
import type { DataSource } from 'typeorm';
import type { Config } from './config.js';

/** Passed as a value, so that a test can put its own in. */
export interface Deps {
  readonly config: Config;
  readonly db: DataSource;
  readonly log: Log;
  readonly now: () => Date;
}

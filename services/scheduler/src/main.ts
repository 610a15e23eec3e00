/** The scheduler: decides which task runs next and where. */
import { createBus } from '@kopr/shared/bus';
import { loadConfig } from '@kopr/shared/config';
import { createLog } from '@kopr/shared/log';
import { runService } from '@kopr/shared/service';
import { SETTINGS } from './config.js';
import { schedulerParts } from './parts.js';

const config = loadConfig(SETTINGS);
const log = createLog('scheduler', config.logLevel);
const bus = createBus({ url: config.amqpUrl, service: 'scheduler', log });

await runService({
  name: 'scheduler',
  log,
  port: config.httpPort,
  parts: schedulerParts({ redisUrl: config.redisUrl, prefix: 'kopr:scheduler', bus, log, now: Date.now }),
});

/** The notifier: tells people and machines outside the house what became of builds. */
import process from 'node:process';
import { createBus } from '@kopr/shared/bus';
import { loadConfig } from '@kopr/shared/config';
import { createLog } from '@kopr/shared/log';
import { runService } from '@kopr/shared/service';
import { SETTINGS } from './config.js';
import { openStore } from './store/open.js';
import { notifierParts } from './parts.js';

const config = loadConfig(SETTINGS);
const log = createLog('notifier', config.logLevel);
const db = await openStore(config.databaseUrl, log);
const bus = createBus({ url: config.amqpUrl, service: 'notifier', log });

await runService({
  name: 'notifier',
  log,
  port: config.httpPort,
  parts: notifierParts({ config, db, bus, log, pid: process.pid }),
});

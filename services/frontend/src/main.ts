/** The frontend: wires settings, connections, consumers, loops and HTTP, and runs. The only file that knows everyone. */
import { createBus } from '@kopr/shared/bus';
import { loadConfig } from '@kopr/shared/config';
import { createLog } from '@kopr/shared/log';
import { databasePart, relayOutbox } from '@kopr/shared/outbox';
import { readKeyring } from '@kopr/shared/sealed';
import { runService } from '@kopr/shared/service';
import { Redis } from 'ioredis';
import { SETTINGS } from './config.js';
import { consumeAll } from './consumers/index.js';
import type { Deps } from './deps.js';
import { buildApp } from './http/app.js';
import { sessionsPart } from './http/sessions-part.js';
import { openSessions } from './http/sessions.js';
import { deadlines } from './loops/deadlines.js';
import { expire } from './loops/expire.js';
import { freeBatches } from './loops/free-batches.js';
import { introduceAll } from './loops/introduce.js';
import { pruneBuilds } from './loops/prune-builds.js';
import { pruneDeliveries } from './loops/prune-deliveries.js';
import { pruneResultsOfAll } from './loops/prune-results.js';
import { pruneUploads } from './loops/prune-uploads.js';
import { workDeliveries } from './loops/work-deliveries.js';
import { watchDisk } from './loops/watch-disk.js';
import { pagesRouter } from './pages/index.js';
import { openStore } from './store/database.js';

const config = loadConfig(SETTINGS);
// Wrong keys end the process now, not when somebody’s secret is to be sealed.
const keyring = readKeyring(config.sealingKeys);
const log = createLog('frontend', config.logLevel);
const db = await openStore(config.databaseUrl, keyring, log);
const bus = createBus({ url: config.amqpUrl, service: 'frontend', log });
const redis = new Redis(config.redisUrl, { lazyConnect: true, maxRetriesPerRequest: 2 });
const deps: Deps = { config, db, log, now: () => new Date() };
const httpDeps = { ...deps, sessions: openSessions(redis, config.sessionDays) };
consumeAll(bus, deps);

await runService({
  name: 'frontend',
  log,
  port: config.httpPort,
  http: buildApp(httpDeps, pagesRouter(httpDeps)),
  // In this order, so that at the end handlers stop first, then what they said is sent, then the database is closed.
  parts: [
    databasePart(db),
    sessionsPart(redis, log),
    relayOutbox(db, bus, log),
    bus,
    deadlines(deps),
    freeBatches(deps),
    expire(deps),
    pruneBuilds(deps),
    pruneResultsOfAll(deps),
    pruneUploads(deps),
    pruneDeliveries(deps),
    workDeliveries(deps),
    watchDisk(deps),
    introduceAll(deps),
  ],
});

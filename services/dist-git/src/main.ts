/** dist-git: resolves sources, imports them into git and the lookaside, serves both, and shows them to people. */
import { createBus } from '@kopr/shared/bus';
import { loadConfig } from '@kopr/shared/config';
import { createLog } from '@kopr/shared/log';
import { runService } from '@kopr/shared/service';
import { SETTINGS } from './config.js';
import { createApp } from './http/app.js';
import { pageRoutes } from './pages/router.js';
import { distGitParts, webOf, meansOf } from './parts.js';
import { openStore } from './store/open.js';

const config = loadConfig(SETTINGS);
const log = createLog('dist-git', config.logLevel);
const db = await openStore(config.databaseUrl, log);
const bus = createBus({ url: config.amqpUrl, service: 'dist-git', log });
const means = meansOf(config, db, log);
const pages = pageRoutes(means.layout, log, { frontendUrl: config.frontendSiteUrl, distGitUrl: config.siteUrl });

await runService({
  name: 'dist-git',
  log,
  port: config.httpPort,
  http: createApp(webOf(config, means), pages),
  parts: distGitParts(config, means, bus),
});

/** repo-publisher: takes in results and logs, signs, publishes, prunes. */
import { umask } from 'node:process';
import { createBus } from '@kopr/shared/bus';
import { ensureDir, watchRoom } from '@kopr/shared/files';
import { budgets, keyedLock } from '@kopr/shared/intake';
import { createLog } from '@kopr/shared/log';
import { databasePart, relayOutbox } from '@kopr/shared/outbox';
import { runService, type Part } from '@kopr/shared/service';
import { readEnvironment } from './config.js';
import { onPublishRequested } from './consumers/on-publish-requested.js';
import { onRepoRequested } from './consumers/on-repo-requested.js';
import { createApp } from './http/app.js';
import { authorizeResults } from './http/authorize.js';
import { createBell } from './intake/bell.js';
import { clearStaging } from './loops/clear-staging.js';
import { emptyTrash } from './loops/empty-trash.js';
import { pruneIntake } from './loops/prune-intake.js';
import { publishLoops } from './loops/publish.js';
import { openStore } from './store/open.js';
import { treeAt } from './tree/layout.js';

const config = readEnvironment();
const log = createLog('repo-publisher', config.logLevel);
// The web server is another user; keys are kept from it by their folder's own mode.
umask(0o022);

const tree = treeAt(config.dataDir);
for (const dir of [tree.results, tree.intake, tree.staging, tree.trash]) await ensureDir(dir);

const db = await openStore(config.databaseUrl, log);
const bus = createBus({ url: config.amqpUrl, service: 'repo-publisher', log });
const hasRoom = watchRoom(config.dataDir, config.diskMinMb * 1024 * 1024);
const keyKind = { signDomain: config.signDomain, bits: config.signKeyBits, years: config.signKeyYears };
const { resultsUrl, publishLease: leaseS } = config;
const loops = publishLoops(
  { db, tree, log, keyKind, resultsUrl, graceMs: config.repoGrace * 1000, leaseS },
  config.publishLanes,
  hasRoom,
);
const closing = new AbortController();
const wake = (): void => loops.forEach((loop) => loop.wake());

bus.consume('publish.requested', onPublishRequested(db, wake));
bus.consume('repo.requested', onRepoRequested(db, wake));

await runService({
  name: 'repo-publisher',
  log,
  port: config.httpPort,
  parts: [
    databasePart(db),
    relayOutbox(db, bus, log),
    bus,
    ...loops,
    pruneIntake({ db, tree, log, keepMs: config.intakeKeep * 1000 }),
    emptyTrash(tree, log),
    clearStaging(db, tree, log),
    sendAway(closing),
  ],
  http: createApp({
    db,
    tree,
    log,
    bell: createBell(),
    lock: keyedLock(),
    budgets: budgets(),
    hasRoom,
    authorize: authorizeResults(config.builderPublicKey),
    watchersMax: config.watchersMax,
    watchersPerAddress: config.watchersPerAddress,
    now: () => performance.now(),
    closing: closing.signal,
  }),
});

/** People who follow logs would never go by themselves. */
function sendAway(closing: AbortController): Part {
  const leave = (): Promise<void> => {
    closing.abort();
    return Promise.resolve();
  };
  return { name: 'live-logs', start: () => Promise.resolve(), drain: leave, stop: leave };
}

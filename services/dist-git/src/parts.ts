/** The service put together, apart from the process around it. */
import type { Bus } from '@kopr/shared/bus';
import type { ConfigOf } from '@kopr/shared/config';
import { watchRoom } from '@kopr/shared/files';
import { authorizeWith } from '@kopr/shared/intake';
import type { Log } from '@kopr/shared/log';
import { databasePart, relayOutbox } from '@kopr/shared/outbox';
import type { Loop, Part } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import type { SETTINGS } from './config.js';
import { onAccessChanged } from './consumers/on-access-changed.js';
import { onBuildCancelRequested } from './consumers/on-build-cancel-requested.js';
import { onImportRequested } from './consumers/on-import-requested.js';
import { onProjectChanged } from './consumers/on-project-changed.js';
import { onProjectDeleted } from './consumers/on-project-deleted.js';
import { onSourceForkRequested } from './consumers/on-source-fork-requested.js';
import { onSourceRequested } from './consumers/on-source-requested.js';
import { layoutOf } from './domain/layout.js';
import type { WebMeans } from './http/app.js';
import { byToken, doorkeeper } from './http/pusher.js';
import { byKeyOrToken } from './http/uploader.js';
import { dropLosts } from './loops/drop-lost.js';
import { pruneIntake } from './loops/prune-intake.js';
import { removeProjects } from './loops/remove-projects.js';
import { runForks } from './loops/run-forks.js';
import { runOrders } from './loops/run-orders.js';
import { settlePushes } from './loops/settle-pushes.js';
import { tidy } from './loops/tidy.js';
import { watchDisk } from './loops/watch-disk.js';
import type { Means } from './verbs/means.js';
import { tellDiskFull } from './verbs/tell-disk.js';

/** The settings as values. */
export type Config = ConfigOf<typeof SETTINGS>;

/** What the verbs work with. */
export function meansOf(config: Config, db: DataSource, log: Log): Means {
  return {
    db,
    log,
    layout: layoutOf(config.dataDir),
    limits: {
      maxSrpmBytes: config.maxSrpmBytes,
      maxUnpackedBytes: config.maxUnpackedBytes,
      maxFiles: config.maxFiles,
      resolveMs: config.resolveTimeout * 1000,
      downloadMs: config.downloadTimeout * 1000,
      importMs: config.importTimeout * 1000,
      maxPushBytes: config.maxPushBytes,
      maxRepositoryBytes: config.maxRepositoryBytes,
      maxPushedRepositories: config.maxPushedRepositories,
      dayBytes: config.dayBytes,
      pushMs: config.pushTimeout * 1000,
      minFreeBytes: config.minFreeBytes,
      allowPrivate: config.allowPrivateSources,
    },
    author: { name: config.gitAuthorName, email: config.gitAuthorEmail },
    frontendOrigin: new URL(config.frontendUrl).origin,
    siteUrl: config.siteUrl,
    leaseMs: config.importLease * 1000,
    keepLostDays: config.keepLostDays,
  };
}

/** What all that is served works with. */
export function webOf(config: Config, means: Means): WebMeans {
  const { db, layout, log, limits } = means;
  const door = doorkeeper(db);
  return {
    db,
    layout,
    log,
    authorize: authorizeWith(config.builderPublicKey),
    maxSrpmBytes: limits.maxSrpmBytes,
    dayBytes: limits.dayBytes,
    hasRoom: watchRoom(layout.root, limits.minFreeBytes),
    tellFull: () => tellDiskFull(means),
    pusherOf: door(byToken(db)),
    uploaderOf: door(byKeyOrToken(db)),
    distGitUrl: config.siteUrl,
    trustedProxies: config.trustedProxies,
    means,
  };
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The loops of the service, in the order of their start. */
export interface Loops {
  readonly cleaning: Loop;
  readonly removing: Loop;
  readonly pruning: Loop;
  readonly dropping: Loop;
  readonly watching: Loop;
  readonly forking: Loop;
  readonly ordering: Loop;
  readonly settling: Loop;
}

/** Makes the loops; those that make work for others wake them. */
export function loopsOf(config: Config, means: Means): Loops {
  const cleaning = tidy(means);
  const removing = removeProjects(means, cleaning.wake);
  const keeping = {
    unaskedMs: config.intakeKeep * 1000,
    failedMs: config.keepFailedDays * DAY_MS,
    brokenMs: Math.min(config.intakeKeep * 1000, HOUR_MS),
  };
  const { leaseMs } = means;
  const ordering = runOrders(means, {
    workers: config.importWorkers,
    leaseMs,
    ended: ({ crashes }) => {
      // A deleted project's directories wait for the last import that writes to them.
      removing.wake();
      // Whoever died over it left what it had unpacked.
      if (crashes > 0) cleaning.wake();
    },
  });
  return {
    cleaning,
    removing,
    pruning: pruneIntake(means, keeping, cleaning.wake),
    dropping: dropLosts(means),
    watching: watchDisk(means),
    forking: runForks(means, leaseMs),
    ordering,
    settling: settlePushes(means),
  };
}

/** Everything with a life of its own, in the order of its start. */
export function distGitParts(config: Config, means: Means, bus: Bus): Part[] {
  const { db, log } = means;
  const { cleaning, removing, pruning, dropping, watching, forking, ordering, settling } = loopsOf(config, means);
  bus.consume('source.requested', onSourceRequested(db, ordering.wake));
  bus.consume('import.requested', onImportRequested(db, ordering.wake));
  bus.consume('source.fork-requested', onSourceForkRequested(db, forking.wake));
  bus.consume('build.cancel-requested', onBuildCancelRequested(db));
  bus.consume('access.changed', onAccessChanged(db));
  bus.consume('project.changed', onProjectChanged(db));
  bus.consume('project.deleted', onProjectDeleted(db, removing.wake));
  return [
    databasePart(db),
    relayOutbox(db, bus, log),
    bus,
    cleaning,
    removing,
    pruning,
    dropping,
    watching,
    forking,
    ordering,
    settling,
  ];
}

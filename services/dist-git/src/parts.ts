/** The service put together, apart from the process around it. */
import type { Bus } from '@kopr/shared/bus';
import type { ConfigOf } from '@kopr/shared/config';
import type { Log } from '@kopr/shared/log';
import { databasePart, relayOutbox } from '@kopr/shared/outbox';
import type { Part } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import type { SETTINGS } from './config.js';
import { onBuildCancelRequested } from './consumers/on-build-cancel-requested.js';
import { onProjectDeleted } from './consumers/on-project-deleted.js';
import { onSourceForkRequested } from './consumers/on-source-fork-requested.js';
import { onSourceRequested } from './consumers/on-source-requested.js';
import { layoutOf } from './domain/layout.js';
import { removeProjects } from './loops/remove-projects.js';
import { runForks } from './loops/run-forks.js';
import { runImports } from './loops/run-imports.js';
import { tidy } from './loops/tidy.js';
import type { Means } from './verbs/means.js';

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
      downloadMs: config.downloadTimeout * 1000,
      importMs: config.importTimeout * 1000,
      minFreeBytes: config.minFreeBytes,
      allowPrivate: config.allowPrivateSources,
    },
    author: { name: config.gitAuthorName, email: config.gitAuthorEmail },
    frontendOrigin: new URL(config.frontendUrl).origin,
  };
}

/** Everything with a life of its own, in the order of its start. */
export function distGitParts(config: Config, means: Means, bus: Bus): Part[] {
  const { db, log } = means;
  const cleaning = tidy(means);
  const removing = removeProjects(means, cleaning.wake);
  const leaseMs = config.importLease * 1000;
  const forking = runForks(means, leaseMs);
  const importing = runImports(means, {
    workers: config.importWorkers,
    leaseMs,
    // A deleted project's directories wait for the last import that writes to them.
    ended: removing.wake,
  });
  bus.consume('source.requested', onSourceRequested(db, importing.wake));
  bus.consume('source.fork-requested', onSourceForkRequested(db, forking.wake));
  bus.consume('build.cancel-requested', onBuildCancelRequested(db));
  bus.consume('project.deleted', onProjectDeleted(db, removing.wake));
  return [databasePart(db), relayOutbox(db, bus, log), bus, cleaning, removing, forking, importing];
}

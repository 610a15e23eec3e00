/** The publisher's schema, opened and brought up to date. */
import type { Log } from '@kopr/shared/log';
import { InboxEntity, openDatabase, OutboxEntity, outboxMigration } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { LaneEntity, LiveLogEntity, PackageEntity, ProjectEntity, WorkEntity } from './entities.js';
import { LanesAndWork1764000000001 } from './migrations/0001-lanes-and-work.js';
import { LaneDevelMode1764000000002 } from './migrations/0002-lane-devel-mode.js';

/** Opens the database behind `url`. */
export function openStore(url: string, log: Log): Promise<DataSource> {
  return openDatabase({
    url,
    entities: [InboxEntity, OutboxEntity, ProjectEntity, LaneEntity, WorkEntity, PackageEntity, LiveLogEntity],
    migrations: [outboxMigration, LanesAndWork1764000000001, LaneDevelMode1764000000002],
    log,
  });
}

/** The schema of dist-git, opened and brought up to date. */
import type { Log } from '@kopr/shared/log';
import { InboxEntity, openDatabase, OutboxEntity, outboxMigration } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { Forks1764000000002, Imports1764000000001, Orders1764000000003 } from './migrations.js';
import { Access1764000000004, Budgets1764000000006, Pushes1764000000005 } from './migrations-push.js';

/** Opens the database behind `url`. */
export function openStore(url: string, log: Log): Promise<DataSource> {
  return openDatabase({
    url,
    entities: [InboxEntity, OutboxEntity],
    migrations: [
      outboxMigration,
      Imports1764000000001,
      Forks1764000000002,
      Orders1764000000003,
      Access1764000000004,
      Pushes1764000000005,
      Budgets1764000000006,
    ],
    log,
  });
}

/** The notifier's schema, opened and brought up to date. */
import type { Log } from '@kopr/shared/log';
import { InboxEntity, openDatabase, OutboxEntity, outboxMigration } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { AlarmEntity } from './alarm.js';
import { DeliveryEntity } from './delivery.js';
import { Alarms1764000000002, Deliveries1764000000001, Statuses1764000000003 } from './migrations.js';
import { RecipientEntity } from './recipient.js';
import { StatusEntity } from './status.js';

/** Opens the database behind `url`. */
export function openStore(url: string, log: Log): Promise<DataSource> {
  return openDatabase({
    url,
    entities: [InboxEntity, OutboxEntity, DeliveryEntity, RecipientEntity, AlarmEntity, StatusEntity],
    migrations: [outboxMigration, Deliveries1764000000001, Alarms1764000000002, Statuses1764000000003],
    log,
  });
}

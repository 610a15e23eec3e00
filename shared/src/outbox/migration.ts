/** The first migration of every service that has a database. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

/** Makes `outbox` and `inbox`. Its name and content never change; what must change is a later migration. */
class OutboxAndInbox1700000000000 implements MigrationInterface {
  readonly name = 'OutboxAndInbox1700000000000';

  /** Forward. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id bigint unsigned NOT NULL AUTO_INCREMENT,
        message_id char(36) NOT NULL,
        type varchar(64) NOT NULL,
        host varchar(100) NULL,
        envelope mediumtext NOT NULL,
        created_at datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
        sent_at datetime(3) NULL,
        tries int unsigned NOT NULL DEFAULT 0,
        retry_at datetime(3) NULL,
        refused_at datetime(3) NULL,
        PRIMARY KEY (id),
        INDEX outbox_unsent (sent_at, refused_at, id)
      ) ${TABLE}`);
    await runner.query(`
      CREATE TABLE inbox (
        message_id char(36) NOT NULL,
        type varchar(64) NOT NULL,
        handled_at datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
        PRIMARY KEY (message_id),
        INDEX inbox_handled (handled_at)
      ) ${TABLE}`);
  }

  /** Migrations go forward only; the interface asks for this. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only: restore a backup instead'));
  }
}

/** Listed first among a service's migrations. */
export const outboxMigration = OutboxAndInbox1700000000000;

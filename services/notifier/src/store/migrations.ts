/** The notifier's own tables, as they came to be. Forward only. */
import { KoprError } from '@kopr/shared/errors';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first tables: recipients and deliveries. */
export class Deliveries1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE recipients (
      user varchar(100) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
      email varchar(320) NULL,
      wants_mail tinyint NOT NULL,
      active tinyint NOT NULL,
      said_at datetime(3) NOT NULL
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE deliveries (
      id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
      channel enum('mail', 'topic') NOT NULL,
      \`key\` varchar(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
      state enum('waiting', 'sent', 'dropped') NOT NULL DEFAULT 'waiting',
      content json NOT NULL,
      trace char(55) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      tries int unsigned NOT NULL DEFAULT 0,
      next_at datetime(3) NOT NULL,
      holder char(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
      note varchar(2000) NULL,
      created_at datetime(3) NOT NULL,
      ended_at datetime(3) NULL,
      INDEX due (channel, state, next_at, id),
      INDEX ended (ended_at)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  down(): Promise<void> {
    return Promise.reject(new KoprError('migration', 'the notifier’s tables only move forward'));
  }
}

/** Who looks after the instance, and alarms. */
export class Alarms1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE recipients ADD COLUMN admin tinyint NOT NULL DEFAULT 0, ADD INDEX admins (admin, active)',
    );
    await runner.query(`CREATE TABLE alarms (
      service varchar(64) COLLATE utf8mb4_bin NOT NULL,
      alarm varchar(64) COLLATE utf8mb4_bin NOT NULL,
      since datetime(3) NOT NULL,
      eased_at datetime(3) NULL,
      said_at datetime(3) NOT NULL,
      PRIMARY KEY (service, alarm)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  down(): Promise<void> {
    return Promise.reject(new KoprError('migration', 'the notifier’s tables only move forward'));
  }
}

/** Statuses of commits, for forges. */
export class Statuses1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE statuses (
      id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
      build int unsigned NOT NULL,
      number int unsigned NOT NULL,
      lane varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      subject char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      content json NOT NULL,
      token text CHARACTER SET ascii COLLATE ascii_bin NULL,
      trace char(55) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      state enum('waiting', 'sent', 'dropped') NOT NULL DEFAULT 'waiting',
      tries int unsigned NOT NULL DEFAULT 0,
      next_at datetime(3) NOT NULL,
      holder char(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
      note varchar(2000) NULL,
      created_at datetime(3) NOT NULL,
      ended_at datetime(3) NULL,
      UNIQUE INDEX word (build, number),
      INDEX subject (subject, id),
      INDEX due (state, lane, next_at, id),
      INDEX ended (ended_at)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  down(): Promise<void> {
    return Promise.reject(new KoprError('migration', 'the notifier’s tables only move forward'));
  }
}

/** dist-git's own tables, as they came to be. Forward only. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The name of an owner, a project or a dirname. */
export const NAME = 'varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
/** Digests and ids. */
export const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

/** The first tables: imports, dirnames and tombstones. */
export class Imports1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE imports (
      id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
      build bigint unsigned NOT NULL UNIQUE,
      project_id bigint unsigned NOT NULL,
      owner ${NAME} NOT NULL,
      dirname ${NAME} NOT NULL,
      background tinyint NOT NULL,
      request json NOT NULL,
      trace char(55) ${ASCII} NOT NULL,
      state enum('waiting', 'running', 'done', 'failed', 'canceled') NOT NULL,
      due_at datetime(3) NOT NULL COMMENT 'waiting: not before; running: end of the lease',
      claim char(36) ${ASCII} NULL,
      tries int unsigned NOT NULL DEFAULT 0,
      crashes int unsigned NOT NULL DEFAULT 0,
      holds varchar(700) COLLATE utf8mb4_bin NULL COMMENT 'the repository that only this import may change now',
      blocked_on varchar(700) COLLATE utf8mb4_bin NULL,
      note varchar(2000) NULL COMMENT 'why it waits or failed',
      result json NULL COMMENT 'what was said at its end',
      created_at datetime(3) NOT NULL,
      ended_at datetime(3) NULL,
      UNIQUE INDEX one_at_a_time (holds),
      INDEX due (state, due_at, owner),
      INDEX project (project_id, state)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE dirnames (
      owner ${NAME} NOT NULL,
      dirname ${NAME} NOT NULL,
      project_id bigint unsigned NOT NULL,
      PRIMARY KEY (owner, dirname),
      INDEX project (project_id)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE tombstones (
      kind enum('build', 'project') NOT NULL,
      id bigint unsigned NOT NULL,
      created_at datetime(3) NOT NULL,
      PRIMARY KEY (kind, id)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  down(): Promise<void> {
    return onlyForward();
  }
}

/** Copies that forks wait for; rows go when they are done with. */
export class Forks1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE forks (
      id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
      package varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      from_id bigint unsigned NOT NULL,
      from_owner ${NAME} NOT NULL,
      from_dirname ${NAME} NOT NULL,
      project_id bigint unsigned NOT NULL,
      owner ${NAME} NOT NULL,
      dirname ${NAME} NOT NULL,
      trace char(55) ${ASCII} NOT NULL,
      due_at datetime(3) NOT NULL COMMENT 'not before; when claimed: end of the lease',
      claim char(36) ${ASCII} NULL,
      tries int unsigned NOT NULL DEFAULT 0,
      note varchar(2000) NULL COMMENT 'why it waits',
      created_at datetime(3) NOT NULL,
      INDEX due (owner, due_at),
      INDEX claim (claim),
      INDEX package (project_id, package)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  down(): Promise<void> {
    return onlyForward();
  }
}

/** Orders of three kinds, asked for in rounds; what waits for the disk; alarms. */
export class Orders1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE imports
      ADD COLUMN kind enum('resolve', 'download', 'intake') NOT NULL DEFAULT 'download' AFTER build,
      ADD COLUMN round int unsigned NOT NULL DEFAULT 0 COMMENT 'how often it was asked for anew' AFTER kind,
      ADD COLUMN for_space tinyint NOT NULL DEFAULT 0 COMMENT 'put off because the disk is full' AFTER note,
      DROP INDEX build,
      ADD UNIQUE INDEX once (build, kind)`);
    // Until now these were refused; those that still wait can be resolved.
    await runner.query("UPDATE imports SET kind = 'resolve' WHERE JSON_VALUE(request, '$.source.srpm.url') IS NULL");
    await runner.query(`CREATE TABLE alarms (
      alarm varchar(64) ${ASCII} NOT NULL PRIMARY KEY,
      since datetime(3) NOT NULL
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  down(): Promise<void> {
    return onlyForward();
  }
}

/** There is no way back. */
export function onlyForward(): Promise<never> {
  return Promise.reject(new Error('the tables of dist-git only move forward'));
}

/** The tables of what people may do here themselves. Forward only, as all migrations. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ASCII, NAME, onlyForward } from './migrations.js';

/** dist-git's own picture of who may push where: people, their tokens, projects, and which are open to whom. */
export class Access1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE people (
      user ${NAME} NOT NULL PRIMARY KEY,
      revision bigint unsigned NOT NULL COMMENT 'of the newest word about the user'
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE push_tokens (
      sha256 char(64) ${ASCII} NOT NULL PRIMARY KEY,
      user ${NAME} NOT NULL,
      expires_at datetime(3) NULL COMMENT 'NULL: never',
      INDEX user (user)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE open_projects (
      user ${NAME} NOT NULL,
      project_id bigint unsigned NOT NULL,
      PRIMARY KEY (user, project_id)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci COMMENT 'projects of others and of groups that a user may push to'`);
    await runner.query(`CREATE TABLE projects (
      id bigint unsigned NOT NULL PRIMARY KEY,
      owner ${NAME} NOT NULL,
      name ${NAME} NOT NULL,
      INDEX name (owner, name, id)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci COMMENT 'deleted ones, too: see tombstones'`);
  }

  down(): Promise<void> {
    return onlyForward();
  }
}

/** Pushes that are under way, or whose process died before it could tell what became of them. */
export class Pushes1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE pushes (
      id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
      repository varchar(700) COLLATE utf8mb4_bin NOT NULL COMMENT 'which only this push may change now',
      project_id bigint unsigned NOT NULL,
      owner ${NAME} NOT NULL,
      dirname ${NAME} NOT NULL,
      package ${NAME} NOT NULL,
      pusher ${NAME} NOT NULL,
      refs json NULL COMMENT 'all refs before; NULL until git may begin',
      trace char(55) ${ASCII} NOT NULL,
      claim char(36) ${ASCII} NOT NULL,
      due_at datetime(3) NOT NULL COMMENT 'end of the lease',
      created_at datetime(3) NOT NULL,
      UNIQUE INDEX one_at_a_time (repository),
      INDEX due (due_at),
      INDEX project (project_id)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  down(): Promise<void> {
    return onlyForward();
  }
}

/** What people put here: how much of it within a day, and which repositories hold nothing else. */
export class Budgets1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE takings (
      id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
      project_id bigint unsigned NOT NULL,
      user ${NAME} NOT NULL,
      bytes bigint unsigned NOT NULL COMMENT 'as many as may come, until it is known how many came',
      taken_at datetime(3) NOT NULL,
      INDEX project (project_id, taken_at),
      INDEX user (user, taken_at),
      INDEX taken (taken_at)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE pushed_repositories (
      repository varchar(700) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
      project_id bigint unsigned NOT NULL,
      INDEX project (project_id)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci COMMENT 'those that a push made and nothing was imported into yet'`);
  }

  down(): Promise<void> {
    return onlyForward();
  }
}

/** 0003: permissions in projects, where a fork comes from, when a temporary project ends, and what projects are found by. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { INDEX_PROJECTS } from '../project-terms.js';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  `CREATE TABLE project_permissions (
    project_id INT UNSIGNED NOT NULL,
    user_id INT UNSIGNED NOT NULL,
    admin VARCHAR(10) NOT NULL,
    builder VARCHAR(10) NOT NULL,
    PRIMARY KEY (project_id, user_id),
    KEY by_user (user_id),
    CONSTRAINT permission_project FOREIGN KEY (project_id) REFERENCES projects (id),
    CONSTRAINT permission_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${TABLE}`,
  `ALTER TABLE projects
    ADD COLUMN webhook_secret CHAR(36) NULL,
    ADD COLUMN forked_from INT UNSIGNED NULL,
    ADD COLUMN delete_at DATETIME(3) NULL,
    ADD KEY to_delete (living, delete_at)`,
  // Until now nothing ended, so projects may be long overdue: whoever still needs one gets a week to say so.
  `UPDATE projects
    SET delete_at = GREATEST(created_at + INTERVAL delete_after_days DAY, UTC_TIMESTAMP(3) + INTERVAL 7 DAY)
    WHERE delete_after_days IS NOT NULL`,
  `ALTER TABLE project_dirs
    ADD COLUMN delete_at DATETIME(3) NULL,
    ADD KEY to_delete (delete_at)`,
  // Every tail of an owner's and a project's name, in small letters: what contains a word has a tail that begins with it.
  `CREATE TABLE project_terms (
    field ENUM('owner', 'name') NOT NULL,
    tail VARCHAR(100) NOT NULL,
    project_id INT UNSIGNED NOT NULL,
    PRIMARY KEY (field, tail, project_id),
    KEY by_project (project_id, field, tail),
    CONSTRAINT term_project FOREIGN KEY (project_id) REFERENCES projects (id)
  ) ${TABLE}`,
  INDEX_PROJECTS,
  // Words of descriptions are found in any case.
  `ALTER TABLE projects
    MODIFY description MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
    ADD FULLTEXT KEY by_words (description)`,
  // Packages are found by the beginnings of their names, and of what follows the first dash: requests for python3-requests.
  `ALTER TABLE packages
    ADD COLUMN tail VARCHAR(255) AS (SUBSTRING(name, LOCATE('-', name) + 1)) VIRTUAL,
    ADD KEY by_plain_name (name, project_id),
    ADD KEY by_tail (tail, project_id)`,
];

/** Run once, in order with the others. */
export class PermissionsAndSearch1764000000003 implements MigrationInterface {
  readonly name = 'PermissionsAndSearch1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

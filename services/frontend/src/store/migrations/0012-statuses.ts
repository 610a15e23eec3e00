/** 0012: statuses of commits: by which token a project’s forge is told, and of which builds. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  `CREATE TABLE status_tokens (
    project_id INT UNSIGNED NOT NULL PRIMARY KEY,
    forge VARCHAR(20) NOT NULL,
    address VARCHAR(500) NOT NULL,
    sealed TEXT NOT NULL,
    set_by VARCHAR(100) NOT NULL,
    set_at DATETIME(3) NOT NULL,
    CONSTRAINT status_token_project FOREIGN KEY (project_id) REFERENCES projects (id)
  ) ${TABLE}`,
  // number: counts the words about the build. commit_id: NULL while only its source will tell (of tags).
  `CREATE TABLE build_statuses (
    build_id INT UNSIGNED NOT NULL PRIMARY KEY,
    forge VARCHAR(20) NOT NULL,
    address VARCHAR(500) NOT NULL,
    repository VARCHAR(255) NOT NULL,
    commit_id VARCHAR(64) NULL,
    context VARCHAR(255) NOT NULL,
    number INT UNSIGNED NOT NULL,
    CONSTRAINT status_build FOREIGN KEY (build_id) REFERENCES builds (id) ON DELETE CASCADE
  ) ${TABLE}`,
];

/** Run once, in order with the others. */
export class Statuses1764000000012 implements MigrationInterface {
  readonly name = 'Statuses1764000000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

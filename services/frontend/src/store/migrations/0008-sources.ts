/** 0008: sources that builders make into SRPMs. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  // Apart from builds, so that lists, which need only a source's state, do not read past it. Most finished SRPMs have no row.
  `CREATE TABLE build_sources (
    build_id INT UNSIGNED NOT NULL PRIMARY KEY,
    stage VARCHAR(20) NULL,
    retriable BOOLEAN NOT NULL DEFAULT FALSE,
    pin JSON NULL,
    round INT UNSIGNED NOT NULL DEFAULT 0,
    task JSON NULL,
    branches JSON NULL,
    attempt INT UNSIGNED NOT NULL DEFAULT 0,
    attempt_phase VARCHAR(20) NOT NULL DEFAULT 'queued',
    host VARCHAR(100) NULL,
    address VARCHAR(100) NULL,
    began BOOLEAN NOT NULL DEFAULT FALSE,
    manifest CHAR(64) NULL,
    started_at DATETIME(3) NULL,
    ended_at DATETIME(3) NULL,
    CONSTRAINT source_build FOREIGN KEY (build_id) REFERENCES builds (id) ON DELETE CASCADE
  ) ${TABLE}`,
  // Where an instance keeps its archives; NULL where its repositories hold all that is needed.
  'ALTER TABLE dist_git_instances ADD COLUMN archive_uri VARCHAR(500) NULL',
  `UPDATE dist_git_instances
    SET archive_uri = 'https://src.fedoraproject.org/lookaside/pkgs/rpms/{pkgname}/{filename}/{hashtype}/{hash}/{filename}'
    WHERE clone_url = 'https://src.fedoraproject.org'`,
];

/** Run once, in order with the others. */
export class Sources1764000000008 implements MigrationInterface {
  readonly name = 'Sources1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

/** 0002: packages, builds, their chroots, uploads. Every list that a page or the API shows has an index. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  `CREATE TABLE packages (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    project_id INT UNSIGNED NOT NULL,
    name VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    UNIQUE KEY by_name (project_id, name),
    CONSTRAINT package_project FOREIGN KEY (project_id) REFERENCES projects (id)
  ) ${TABLE}`,
  // state is derived from the parts at every write, for lists; check_at is when the deadlines loop looks next.
  `CREATE TABLE builds (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    project_id INT UNSIGNED NOT NULL,
    dirname VARCHAR(200) NOT NULL,
    submitter_id INT UNSIGNED NULL,
    submitter VARCHAR(100) NULL,
    state VARCHAR(20) NOT NULL,
    canceled BOOLEAN NOT NULL DEFAULT FALSE,
    reason TEXT NULL,
    source_type VARCHAR(20) NOT NULL,
    source_params JSON NOT NULL,
    source_state VARCHAR(20) NOT NULL,
    source_reason TEXT NULL,
    source_moved_at DATETIME(3) NOT NULL,
    package_name VARCHAR(255) NULL,
    version VARCHAR(512) NULL,
    chosen JSON NULL,
    timeout_s INT UNSIGNED NOT NULL,
    background BOOLEAN NOT NULL,
    enable_net BOOLEAN NULL,
    bootstrap VARCHAR(20) NULL,
    isolation VARCHAR(20) NULL,
    submitted_at DATETIME(3) NOT NULL,
    ended_at DATETIME(3) NULL,
    check_at DATETIME(3) NULL,
    trace CHAR(55) NOT NULL,
    KEY by_project (project_id, id),
    KEY by_package (project_id, package_name, id),
    KEY by_state (project_id, state, id),
    KEY by_submitter (submitter_id, id),
    KEY open_ones (project_id, ended_at),
    KEY to_check (check_at),
    CONSTRAINT build_project FOREIGN KEY (project_id) REFERENCES projects (id),
    CONSTRAINT build_submitter FOREIGN KEY (submitter_id) REFERENCES users (id)
  ) ${TABLE}`,
  `CREATE TABLE build_chroots (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    build_id INT UNSIGNED NOT NULL,
    name VARCHAR(100) NOT NULL,
    state VARCHAR(20) NOT NULL,
    phase VARCHAR(20) NOT NULL,
    attempt INT UNSIGNED NOT NULL,
    attempt_phase VARCHAR(20) NOT NULL,
    task JSON NULL,
    host VARCHAR(100) NULL,
    address VARCHAR(100) NULL,
    began BOOLEAN NOT NULL DEFAULT FALSE,
    reason TEXT NULL,
    manifest CHAR(64) NULL,
    request CHAR(36) NULL,
    packages JSON NOT NULL,
    started_at DATETIME(3) NULL,
    ended_at DATETIME(3) NULL,
    moved_at DATETIME(3) NOT NULL,
    UNIQUE KEY by_build (build_id, name),
    CONSTRAINT chroot_build FOREIGN KEY (build_id) REFERENCES builds (id) ON DELETE CASCADE
  ) ${TABLE}`,
  // No foreign key: the file outlives a deleted build until the prune loop has removed it.
  `CREATE TABLE uploads (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    dir CHAR(32) NOT NULL UNIQUE,
    name VARCHAR(255) NOT NULL,
    size BIGINT UNSIGNED NOT NULL,
    sha256 CHAR(64) NOT NULL,
    build_id INT UNSIGNED NOT NULL,
    created_at DATETIME(3) NOT NULL,
    KEY by_build (build_id)
  ) ${TABLE}`,
];

/** Run once, in order with the others. */
export class PackagesAndBuilds1764000000002 implements MigrationInterface {
  readonly name = 'PackagesAndBuilds1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

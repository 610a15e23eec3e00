/** 0005: what a package is by default, and the newest part of every package for each chroot. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  // prune_due is TRUE or NULL: its index then holds the few packages that may have too many builds.
  `ALTER TABLE packages
    ADD COLUMN source_type VARCHAR(20) NOT NULL DEFAULT 'unset',
    ADD COLUMN source_params JSON NOT NULL DEFAULT '{}',
    ADD COLUMN webhook_rebuild BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN max_builds INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN timeout_s INT UNSIGNED NULL,
    ADD COLUMN chroot_denylist JSON NOT NULL DEFAULT '[]',
    ADD COLUMN prune_due BOOLEAN NULL,
    ADD KEY by_number (project_id, id),
    ADD KEY to_prune (prune_due)`,
  // A package that a build brought has that build's source.
  `UPDATE packages JOIN (
      SELECT project_id, package_name, MIN(id) AS id FROM builds WHERE package_name IS NOT NULL
        GROUP BY project_id, package_name
    ) AS firsts ON firsts.project_id = packages.project_id AND firsts.package_name = packages.name
    JOIN builds ON builds.id = firsts.id
    SET packages.source_type = builds.source_type, packages.source_params = builds.source_params`,
  // The latest build of a package, also by state, is at the end of a stretch of this index.
  'ALTER TABLE builds ADD KEY latest (project_id, dirname, package_name, state, id)',
  // One row for each cell of a project's monitor, so that showing it is one stretch of the primary key.
  `CREATE TABLE newest_chroots (
    project_id INT UNSIGNED NOT NULL,
    dirname VARCHAR(200) NOT NULL,
    package_name VARCHAR(255) NOT NULL,
    chroot VARCHAR(100) NOT NULL,
    build_id INT UNSIGNED NOT NULL,
    state VARCHAR(20) NOT NULL,
    version VARCHAR(512) NULL,
    placed BOOLEAN NOT NULL,
    PRIMARY KEY (project_id, dirname, package_name, chroot)
  ) ${TABLE}`,
  `INSERT INTO newest_chroots
    SELECT builds.project_id, builds.dirname, builds.package_name, build_chroots.name, builds.id, build_chroots.state,
        builds.version, build_chroots.task IS NOT NULL AND build_chroots.attempt > 0
      FROM builds JOIN build_chroots ON build_chroots.build_id = builds.id
      WHERE builds.package_name IS NOT NULL ORDER BY builds.id
    ON DUPLICATE KEY UPDATE build_id = VALUES(build_id), state = VALUES(state), version = VALUES(version),
      placed = VALUES(placed)`,
];

/** Run once, in order with the others. */
export class Packages1764000000005 implements MigrationInterface {
  readonly name = 'Packages1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

/** 0006: batches of builds, and the dist-gits that builds may come from. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  `CREATE TABLE batches (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    blocked_by INT UNSIGNED NULL,
    KEY by_blocker (blocked_by),
    CONSTRAINT batch_blocker FOREIGN KEY (blocked_by) REFERENCES batches (id)
  ) ${TABLE}`,
  // blocked is TRUE or NULL: its index then holds the few builds that wait for another batch. imported: what their
  // import said, kept until they are planned.
  `ALTER TABLE builds
    ADD COLUMN batch_id INT UNSIGNED NULL,
    ADD COLUMN blocked BOOLEAN NULL,
    ADD COLUMN imported JSON NULL,
    ADD KEY by_batch (batch_id, ended_at),
    ADD KEY blocked_ones (blocked),
    ADD CONSTRAINT build_batch FOREIGN KEY (batch_id) REFERENCES batches (id)`,
  // default_namespace: NULL where a template with {namespace} needs one to be named.
  `CREATE TABLE dist_git_instances (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(50) NOT NULL UNIQUE,
    clone_url VARCHAR(255) NOT NULL,
    clone_package_uri VARCHAR(255) NOT NULL,
    default_namespace VARCHAR(50) NULL,
    priority INT NOT NULL
  ) ${TABLE}`,
  `INSERT INTO dist_git_instances (name, clone_url, clone_package_uri, default_namespace, priority)
    VALUES ('fedora', 'https://src.fedoraproject.org', '{namespace}/rpms/{pkgname}', '', 100)`,
];

/** Run once, in order with the others. */
export class BatchesAndDistGits1764000000006 implements MigrationInterface {
  readonly name = 'BatchesAndDistGits1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

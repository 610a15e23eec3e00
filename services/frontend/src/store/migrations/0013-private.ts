/** 0013: secrets that open packages' private repositories, and which attempts of which builds were given them. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  // secret_kind: what lists and submissions need to know; the secret itself stands apart, where few statements read.
  'ALTER TABLE packages ADD COLUMN secret_kind VARCHAR(20) NULL',
  `CREATE TABLE package_secrets (
    package_id INT UNSIGNED NOT NULL PRIMARY KEY,
    sealed TEXT NOT NULL,
    public_key VARCHAR(2000) NULL,
    fingerprint VARCHAR(100) NULL,
    set_at DATETIME(3) NOT NULL,
    set_by VARCHAR(200) NOT NULL,
    CONSTRAINT secret_package FOREIGN KEY (package_id) REFERENCES packages (id) ON DELETE CASCADE
  ) ${TABLE}`,
  // secret: what its builder may ask for; NULL of public sources.
  'ALTER TABLE build_sources ADD COLUMN secret VARCHAR(20) NULL',
  // Once for an attempt, however often it asks.
  `CREATE TABLE secret_fetches (
    build_id INT UNSIGNED NOT NULL,
    attempt INT UNSIGNED NOT NULL,
    fetched_at DATETIME(3) NOT NULL,
    PRIMARY KEY (build_id, attempt),
    CONSTRAINT fetched_for FOREIGN KEY (build_id) REFERENCES builds (id) ON DELETE CASCADE
  ) ${TABLE}`,
];

/** Run once, in order with the others. */
export class Private1764000000013 implements MigrationInterface {
  readonly name = 'Private1764000000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

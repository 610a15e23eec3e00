/** 0010: webhooks: what projects and packages want of them, every delivery, and which builds came of them. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keyOf } from '../../domain/hooks/decide.js';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  // repository: what the address of a package's sources comes down to, so that a push finds the packages it is for.
  `ALTER TABLE packages
    ADD COLUMN hook_rules JSON NOT NULL
      DEFAULT '{"branches":[],"tags":[],"paths":[],"pullRequests":"all"}',
    ADD COLUMN repository VARCHAR(255) NULL,
    ADD KEY by_repository (project_id, repository)`,
  `CREATE TABLE hook_settings (
    project_id INT UNSIGNED NOT NULL PRIMARY KEY,
    signing_key VARCHAR(255) NULL,
    signed_only BOOLEAN NOT NULL,
    CONSTRAINT hook_project FOREIGN KEY (project_id) REFERENCES projects (id)
  ) ${TABLE}`,
  // due_at: when it is to be worked off; NULL once that is done. built_key: what an event is known by of which builds
  // came, so that no event builds twice, however often it is sent. The body is deflated. No foreign key to the project: whoever
  // sends would wait while its row is held to build.
  `CREATE TABLE hook_deliveries (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    project_id INT UNSIGNED NOT NULL,
    forge VARCHAR(20) NOT NULL,
    package VARCHAR(255) NULL,
    dirname VARCHAR(200) NULL,
    headers JSON NOT NULL,
    body LONGBLOB NOT NULL,
    bytes INT UNSIGNED NOT NULL,
    received_at DATETIME(3) NOT NULL,
    event VARCHAR(500) NOT NULL,
    state VARCHAR(20) NOT NULL,
    reason TEXT NULL,
    decisions JSON NOT NULL,
    tries INT UNSIGNED NOT NULL DEFAULT 0,
    due_at DATETIME(3) NULL,
    ended_at DATETIME(3) NULL,
    built_key CHAR(64) NULL,
    repeats INT UNSIGNED NULL,
    trace CHAR(55) NOT NULL,
    KEY by_project (project_id, id),
    KEY to_do (due_at, project_id, id),
    KEY ended (ended_at),
    UNIQUE KEY built_once (project_id, built_key)
  ) ${TABLE}`,
  // No foreign key to the delivery: that is forgotten before its builds are.
  `CREATE TABLE hook_builds (
    build_id INT UNSIGNED NOT NULL PRIMARY KEY,
    delivery_id INT UNSIGNED NOT NULL,
    forge VARCHAR(20) NOT NULL,
    repository VARCHAR(255) NULL,
    about VARCHAR(500) NOT NULL,
    commit_id VARCHAR(64) NULL,
    pull_request INT UNSIGNED NULL,
    CONSTRAINT hook_build FOREIGN KEY (build_id) REFERENCES builds (id) ON DELETE CASCADE
  ) ${TABLE}`,
];

const AT_A_TIME = 1000;

/** Run once, in order with the others. */
export class Webhooks1764000000010 implements MigrationInterface {
  readonly name = 'Webhooks1764000000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    await noteRepositories(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

interface Row {
  readonly id: number;
  readonly source_params: string | Record<string, unknown>;
}

/** What the packages' addresses come down to is nothing that SQL could tell. */
async function noteRepositories(runner: QueryRunner): Promise<void> {
  for (
    let last = 0, rows = await packagesAfter(runner, last);
    rows.length > 0;
    rows = await packagesAfter(runner, last)
  ) {
    for (const { id, source_params: stored } of rows) {
      const params = typeof stored === 'string' ? (JSON.parse(stored) as Record<string, unknown>) : stored;
      const repository = keyOf(params);
      if (repository !== null) await runner.query('UPDATE packages SET repository = ? WHERE id = ?', [repository, id]);
      last = id;
    }
  }
}

function packagesAfter(runner: QueryRunner, last: number): Promise<Row[]> {
  const sql = 'SELECT id, source_params FROM packages WHERE id > ? ORDER BY id LIMIT ?';
  return runner.query(sql, [last, AT_A_TIME]) as Promise<Row[]>;
}

/** 0015: what became of statuses of commits: of a build's last one, and of the last one that a project's token was used for. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `ALTER TABLE build_statuses
    ADD COLUMN told_number INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN refusal TEXT NULL`,
  `ALTER TABLE status_tokens
    ADD COLUMN used_at DATETIME(3) NULL,
    ADD COLUMN refusal TEXT NULL`,
];

/** Run once, in order with the others. */
export class StatusEnds1764000000015 implements MigrationInterface {
  readonly name = 'StatusEnds1764000000015';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

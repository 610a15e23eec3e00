/** 0004: the rest of a chroot's settings, chroots that are kept for a while after they were switched off, end of life. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // comps is large and wanted seldom; what is asked of it often stands beside it.
  `ALTER TABLE project_chroots
    ADD COLUMN additional_modules JSON NOT NULL DEFAULT '[]',
    ADD COLUMN bootstrap VARCHAR(20) NOT NULL DEFAULT 'unchanged',
    ADD COLUMN bootstrap_image VARCHAR(255) NULL,
    ADD COLUMN comps MEDIUMTEXT NULL,
    ADD COLUMN comps_name VARCHAR(255) NULL,
    ADD COLUMN comps_sha256 CHAR(64) NULL,
    ADD COLUMN delete_after DATETIME(3) NULL,
    ADD KEY by_delete_after (delete_after)`,
  `ALTER TABLE mock_chroots
    ADD COLUMN eol_at DATETIME(3) NULL`,
];

/** Run once, in order with the others. */
export class ChrootSettings1764000000004 implements MigrationInterface {
  readonly name = 'ChrootSettings1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

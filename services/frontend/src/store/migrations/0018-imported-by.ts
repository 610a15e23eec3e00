/** 0018: builds that use what an earlier build imported. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [`ALTER TABLE build_sources ADD COLUMN imported_by INT UNSIGNED NULL`];

/** Run once, in order with the others. */
export class ImportedBy1764000000018 implements MigrationInterface {
  readonly name = 'ImportedBy1764000000018';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

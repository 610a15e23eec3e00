/** 0007: what lists would else have to look for in every chroot of a build. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Where the built SRPM lies. Builds from before show the one that was submitted.
  'ALTER TABLE builds ADD COLUMN srpm VARCHAR(2000) NULL',
];

/** Run once, in order with the others. */
export class QuickReads1764000000007 implements MigrationInterface {
  readonly name = 'QuickReads1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

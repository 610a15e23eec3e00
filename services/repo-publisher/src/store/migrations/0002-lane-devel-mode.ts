/** Whether a repository is in devel mode, as the newest order about its settings said. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lanes get their mode; null until somebody says it. */
export class LaneDevelMode1764000000002 implements MigrationInterface {
  readonly name = 'LaneDevelMode1764000000002';

  /** Forward. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE lanes ADD COLUMN devel_mode tinyint NULL');
  }

  /** Migrations go forward only; the interface asks for this. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only: restore a backup instead'));
  }
}

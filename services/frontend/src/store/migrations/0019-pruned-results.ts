/** 0019: when results of old builds were removed that newer ones superseded. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // The index holds all that the search for packages with old results looks at.
  `ALTER TABLE builds
    ADD COLUMN pruned_at DATETIME(3) NULL,
    ADD KEY to_prune (project_id, pruned_at, dirname, package_name, ended_at)`,
];

/** Run once, in order with the others. */
export class PrunedResults1764000000019 implements MigrationInterface {
  readonly name = 'PrunedResults1764000000019';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

/** 0020: every order in which lists of projects and packages can be asked for is an index. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `ALTER TABLE projects
    ADD KEY living_by_name (living, name),
    ADD KEY living_by_creator (living, created_by),
    ADD KEY living_by_group (living, group_id),
    ADD KEY living_by_priority (living, repo_priority)`,
  `ALTER TABLE packages
    ADD KEY by_source_type (project_id, source_type),
    ADD KEY by_webhook_rebuild (project_id, webhook_rebuild),
    ADD KEY by_max_builds (project_id, max_builds)`,
];

/** Run once, in order with the others. */
export class ListOrders1764000000020 implements MigrationInterface {
  readonly name = 'ListOrders1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

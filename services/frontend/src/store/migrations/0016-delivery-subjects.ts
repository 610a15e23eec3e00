/** 0016: what a delivery is about, so that those about the same stay in order; and what a project was sent lately. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Those from before are all about the same: they stay in order as they were.
  `ALTER TABLE hook_deliveries
    ADD COLUMN subject VARCHAR(300) NOT NULL DEFAULT '',
    ADD KEY waiting_before (project_id, subject, due_at),
    ADD KEY taken_lately (project_id, received_at, bytes)`,
];

/** Run once, in order with the others. */
export class DeliverySubjects1764000000016 implements MigrationInterface {
  readonly name = 'DeliverySubjects1764000000016';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

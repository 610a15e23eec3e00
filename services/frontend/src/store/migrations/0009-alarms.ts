/** 0009: alarms of services, which pages show and deadlines know of. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // eased_at is NULL while the alarm rings. There are as many rows as kinds of alarms.
  `CREATE TABLE alarms (
    service VARCHAR(64) NOT NULL,
    alarm VARCHAR(64) NOT NULL,
    text TEXT NOT NULL,
    since DATETIME(3) NOT NULL,
    eased_at DATETIME(3) NULL,
    said_at DATETIME(3) NOT NULL,
    PRIMARY KEY (service, alarm)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
];

/** Run once, in order with the others. */
export class Alarms1764000000009 implements MigrationInterface {
  readonly name = 'Alarms1764000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

/** 0011: words about people are counted, and all that listeners should know is told once more, a part at a time. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // access_revision: counts the words about who may push where, so that listeners know the newer one.
  'ALTER TABLE users ADD COLUMN access_revision INT UNSIGNED NOT NULL DEFAULT 0',
  // Those who listen from now on have not heard what was said before: each topic is told from its first row to its last.
  `CREATE TABLE introductions (
    topic VARCHAR(20) NOT NULL PRIMARY KEY,
    last_id INT UNSIGNED NOT NULL,
    ended_at DATETIME(3) NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
  "INSERT INTO introductions (topic, last_id) VALUES ('users', 0), ('projects', 0)",
];

/** Run once, in order with the others. */
export class ToldAgain1764000000011 implements MigrationInterface {
  readonly name = 'ToldAgain1764000000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}

/** The cast of the outbox's tests: a schema with one table of its own, and a bus that can be told to fail. */
import type { Envelope } from '@kopr/proto';
import { type DataSource, IsNull, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Bus } from '../src/bus/index.js';
import { silentLog } from '../src/log/index.js';
import { InboxEntity, openDatabase, OutboxEntity, outboxMigration, type Tx } from '../src/outbox/index.js';

class Packages1700000000001 implements MigrationInterface {
  readonly name = 'Packages1700000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE package (name varchar(100) PRIMARY KEY, at datetime(3) NULL)');
  }
  down(): Promise<void> {
    return Promise.resolve();
  }
}

export type OpenDatabase = DataSource & AsyncDisposable;

export async function openTestDatabase(url: string): Promise<OpenDatabase> {
  const entities = [OutboxEntity, InboxEntity];
  const migrations = [outboxMigration, Packages1700000000001];
  const db = await openDatabase({ url, entities, migrations, log: silentLog() });
  return Object.assign(db, { [Symbol.asyncDispose]: () => db.destroy() });
}

export async function addPackage(tx: Tx, name: string): Promise<void> {
  await tx.query('INSERT INTO package (name) VALUES (?)', [name]);
}

export async function packages(db: DataSource): Promise<string[]> {
  return (await db.query<{ name: string }[]>('SELECT name FROM package ORDER BY name')).map(({ name }) => name);
}

export function unsent(db: DataSource): Promise<number> {
  return db.getRepository(OutboxEntity).countBy({ sentAt: IsNull() });
}

export interface FakeBus {
  readonly bus: Bus;
  readonly said: Envelope[];
  /** What the broker does with the next messages. */
  behave(how: (envelope: Envelope) => Promise<void>): void;
  connect(up: boolean): void;
}

/** A bus that remembers what was said. */
export function fakeBus(): FakeBus {
  const said: Envelope[] = [];
  const ups: (() => void)[] = [];
  let connected = true;
  let behave: (envelope: Envelope) => Promise<void> = () => Promise.resolve();
  const parts = {
    connected: () => connected,
    onUp: (tell: () => void) => void ups.push(tell),
    publish: async (envelope: Envelope) => {
      await behave(envelope);
      said.push(envelope);
    },
  };
  return {
    bus: parts as unknown as Bus,
    said,
    behave: (how) => (behave = how),
    connect: (up) => {
      connected = up;
      if (up) for (const tell of ups) tell();
    },
  };
}

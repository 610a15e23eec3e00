/** Messages and changes in one transaction, on MariaDB: outbox, inbox and the relay between the outbox and the bus. */
export { databasePart, openDatabase, type DatabaseOptions } from './database.js';
export { InboxEntity, OutboxEntity, type InboxRow, type OutboxRow } from './entities.js';
export { handleOnce } from './handle-once.js';
export { outboxMigration } from './migration.js';
export { relayOutbox } from './relay.js';
export { transact, type Say, type Tx } from './transact.js';

/** A notifier with everything real around it: broker with a house and a public vhost, database, mail server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBus, done, envelopeOf } from '@kopr/shared/bus';
import { readConfig } from '@kopr/shared/config';
import { silentLog } from '@kopr/shared/log';
import { type Keyring, readKeyring } from '@kopr/shared/sealed';
import { startService } from '@kopr/shared/service';
import { freshBroker, freshDatabase, writeSealingKeys } from '@kopr/shared/testkit';
import type { Body, BodyInput, Envelope, MessageType } from '@kopr/proto';
import type { DataSource } from 'typeorm';
import { SETTINGS } from '../src/config.js';
import { notifierParts } from '../src/parts.js';
import { openStore } from '../src/store/open.js';
import { type Gate, gateTo } from './gate.js';
import { type Listener, listen } from './listener.js';
import { type Mailbox, openMailbox } from './mailbox.js';

export interface Stage extends AsyncDisposable {
  readonly db: DataSource;
  readonly mailbox: Mailbox;
  readonly listener: Listener;
  /** Between the notifier and the public vhost. */
  readonly gate: Gate;
  readonly publicUrl: string;
  /** What the frontend seals tokens with. */
  readonly keyring: Keyring;
  /** What the frontend heard of statuses. */
  readonly ends: readonly Body<'status.ended'>[];
  /** Says something as the frontend does; returns the envelope, to be said again. */
  say<T extends MessageType>(type: T, body: BodyInput<T>): Promise<Envelope>;
  repeat(envelope: Envelope): Promise<void>;
}

/** Builds the stage; everything is gone when it is disposed of. */
export async function setStage(): Promise<Stage> {
  const log = silentLog();
  const [house, outside, database] = await Promise.all([freshBroker(), freshBroker(), freshDatabase()]);
  const dir = await mkdtemp(join(tmpdir(), 'kopr-notifier-'));
  const mailbox = await openMailbox();
  const listener = await listen(outside.url);
  const gate = await gateTo(outside.url);
  const config = readConfig(SETTINGS, {
    KOPR_AMQP_URL: house.url,
    KOPR_DATABASE_URL: database.url,
    KOPR_PUBLIC_AMQP_URL: gate.url,
    KOPR_SMTP_URL: mailbox.url,
    KOPR_MAIL_FROM: 'Kopr <kopr@kopr.example.org>',
    KOPR_SEALING_KEYS_FILE: writeSealingKeys(dir),
    KOPR_ALLOW_PRIVATE_FORGES: '1',
  });
  const db = await openStore(config.databaseUrl, log);
  const bus = createBus({ url: house.url, service: 'notifier', log });
  const parts = notifierParts({ config, db, bus, log, pid: 4711 });
  const notifier = await startService({ name: 'notifier', log, port: 0, parts });
  const frontend = createBus({ url: house.url, service: 'frontend', log });
  const ends: Body<'status.ended'>[] = [];
  frontend.consume('status.ended', (body) => {
    ends.push(body);
    return Promise.resolve(done);
  });
  await frontend.start();
  return {
    db,
    mailbox,
    listener,
    gate,
    publicUrl: outside.url,
    ends,
    keyring: readKeyring(config.sealingKeys),
    say: async (type, body) => {
      const envelope = envelopeOf(type, body);
      await frontend.publish(envelope);
      return envelope;
    },
    repeat: (envelope) => frontend.publish(envelope),
    [Symbol.asyncDispose]: async () => {
      await frontend.stop();
      await notifier.stop();
      for (const server of [listener, gate, mailbox, database, outside, house]) await server[Symbol.asyncDispose]();
      await rm(dir, { recursive: true });
    },
  };
}

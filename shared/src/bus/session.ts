/** One connection to the broker from its opening to its end. After its end nothing of it is used again. */
import type { Topology } from '@kopr/proto';
import { type ChannelModel, connect } from 'amqplib';
import { asError, KoprError } from '../errors/index.js';
import { assertTopology } from './assert-topology.js';
import { confirmedPublisher, type Publisher } from './publisher.js';

const CONNECT_TIMEOUT_MS = 10_000;
const HEARTBEAT_S = 10;

/** An open connection, with the topology made and a publisher ready. */
export interface Session {
  readonly connection: ChannelModel;
  readonly publisher: Publisher;
  /** Settles once, when the connection is closed, with the reason. */
  readonly ended: Promise<Error>;
  /** Ends it because a part of it broke; whoever keeps the connection opens the next one. */
  fail(why: Error): void;
  close(): Promise<void>;
}

/** Connects, makes the topology, and only then lets anybody publish. */
export async function openSession(url: string, wanted: Topology): Promise<Session> {
  const connection = await connect(withHeartbeat(url), { timeout: CONNECT_TIMEOUT_MS });
  // When the connection breaks, its channels tell first and know less; so the connection's own words come before theirs.
  const reasons: { own?: Error; part?: Error } = {};
  const ended = new Promise<Error>((resolve) => {
    connection.on('error', (error: Error) => (reasons.own ??= error));
    connection.on('close', (error?: Error) => {
      resolve(reasons.own ?? error ?? reasons.part ?? new KoprError('bus-closed', 'the connection was closed'));
    });
  });
  const close = async (): Promise<void> => {
    // Closing what the broker has closed already throws; either way it is closed.
    await connection.close().catch(() => undefined);
  };
  const fail = (why: Error): void => {
    reasons.part ??= why;
    void close();
  };
  try {
    await assertTopology(connection, wanted);
    return { connection, publisher: await openPublisher(connection, fail), ended, fail, close };
  } catch (error) {
    await close();
    throw asError(error);
  }
}

async function openPublisher(connection: ChannelModel, fail: Session['fail']): Promise<Publisher> {
  const channel = await connection.createConfirmChannel();
  channel.on('error', fail);
  channel.on('close', () => {
    fail(new KoprError('bus-closed', 'the channel for publishing was closed'));
  });
  return confirmedPublisher(channel);
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(HEARTBEAT_S));
  return parsed.toString();
}

/** The bus's line to the broker: kept for ever, with the topology made and the consumers back after every reconnect. */
import { KoprError } from '../errors/index.js';
import type { Log } from '../log/index.js';
import { type Consumers, consumersOf } from './consumers.js';
import { decode } from './decode.js';
import { hostQueues } from './host-queues.js';
import { type Kept, keepConnected } from './keep-connected.js';
import { replayThose } from './letters.js';
import type { Session } from './session.js';

/** What a bus does its work with. */
export interface Line {
  readonly kept: Kept;
  readonly consumers: Consumers;
  /** The session of now; throws when there is none, so that speakers learn at once. */
  session(): Session;
  /** Connected, with every consumer registered. */
  isUp(): boolean;
  on(change: Change, tell: () => void): void;
  /** Makes the queues of worker hosts that are new, now and after every reconnect. */
  addHosts(names: readonly string[]): Promise<void>;
}

type Change = 'up' | 'down';

/** Nothing is connected before `kept.start`. */
export function createLine({ url, log, hosts: atFirst }: { url: string; log: Log; hosts: readonly string[] }): Line {
  const hosts = hostQueues(url, atFirst);
  const listeners = new Map<Change, (() => void)[]>([
    ['up', []],
    ['down', []],
  ]);
  let isUp = false;
  const change = (to: Change): void => {
    isUp = to === 'up';
    for (const tell of listeners.get(to) ?? []) tell();
  };
  const up = async (session: Session): Promise<void> => {
    await consumers.startAll(session);
    log.info('bus up', { queues: consumers.queues().size });
    change('up');
    await unpark(session, consumers.queues(), log);
  };
  const kept = keepConnected({ log, open: hosts.open, up, down: () => change('down') });
  const consumers = consumersOf(kept.current, log);
  return {
    kept,
    consumers,
    session: () => sessionOf(kept),
    isUp: () => isUp,
    on: (to, tell) => void listeners.get(to)?.push(tell),
    addHosts: (names) => hosts.add(names, kept.current()),
  };
}

function sessionOf(kept: Kept): Session {
  const session = kept.current();
  if (!session) throw new KoprError('bus-down', 'not connected to the broker');
  return session;
}

/** What an older release parked and this one knows goes back into the queues that are handled here. */
async function unpark(session: Session, queues: ReadonlySet<string>, log: Log): Promise<void> {
  const count = await replayThose(session, 'parked', ({ queue }, content) => queues.has(queue) && decode(content).ok);
  if (count > 0) log.info('parked messages are known now', { count });
}

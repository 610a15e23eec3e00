/** Which worker hosts must have queues, and which of those were made in the session of now. */
import { topology } from '@kopr/proto';
import { assertTopology } from './assert-topology.js';
import { openSession, type Session } from './session.js';

/** Hosts are only ever added: an idle queue costs little, and removing one could lose an order. */
export interface HostQueues {
  /** Opens a session in which every queue wanted so far is made. */
  open(): Promise<Session>;
  /** Makes what is missing; without a session it is made with all the rest when the next one opens. */
  add(names: readonly string[], session: Session | undefined): Promise<void>;
}

/** `url`: the broker's. */
export function hostQueues(url: string, atFirst: readonly string[]): HostQueues {
  const wanted = new Set(atFirst);
  let made = new Set<string>();
  return {
    open: async () => {
      const names = [...wanted];
      const session = await openSession(url, topology(names));
      made = new Set(names);
      return session;
    },
    add: async (names, session) => {
      for (const name of names) wanted.add(name);
      const missing = names.filter((name) => !made.has(name));
      if (!session || missing.length === 0) return;
      await assertTopology(session.connection, topology(missing));
      for (const name of missing) made.add(name);
    },
  };
}

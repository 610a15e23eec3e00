/** All worker hosts, as the file says them now: new ones are taken in, removed ones drained and let go of when idle. */
import type { Bus, HostHandlers } from '@kopr/shared/bus';
import type { Log } from '@kopr/shared/log';
import type { WorkerHost } from '../domain/workers.js';
import type { HostAtWork } from './worker-host.js';

export interface FleetOptions {
  readonly bus: Pick<Bus, 'addHosts' | 'consumeHost'>;
  readonly make: (facts: WorkerHost) => HostAtWork;
  /** Handlers of a host's orders. */
  readonly handlers: (host: HostAtWork) => HostHandlers;
  readonly log: Log;
}

export interface Fleet {
  /** Makes the fleet what the file says. */
  apply(listed: readonly WorkerHost[]): Promise<void>;
  all(): readonly HostAtWork[];
  has(name: string): boolean;
  /** Takes no more orders. */
  drain(): Promise<void>;
  letGo(): Promise<void>;
}

interface Member {
  readonly host: HostAtWork;
  readonly stopTaking: () => Promise<void>;
}

// Assignments that wait for an image must not hold up stops.
const PREFETCH = 20;

/** An empty fleet. */
export function createFleet({ bus, make, handlers, log }: FleetOptions): Fleet {
  const members = new Map<string, Member>();
  const add = async (facts: WorkerHost): Promise<void> => {
    const host = make(facts);
    await bus.addHosts([facts.name]);
    const stopTaking = bus.consumeHost(facts.name, handlers(host), { prefetch: PREFETCH });
    members.set(facts.name, { host, stopTaking });
    log.info('worker host taken in', { host: facts.name, slots: facts.slots });
  };
  const drop = async (name: string, { host, stopTaking }: Member): Promise<void> => {
    members.delete(name);
    await stopTaking();
    await host.letGo();
    log.info('worker host let go', { host: name });
  };
  const retire = async (name: string, member: Member): Promise<void> => {
    member.host.setFacts({ ...member.host.facts(), draining: true, slots: 0 });
    if (member.host.isIdle()) await drop(name, member);
  };
  return {
    async apply(listed) {
      for (const facts of listed) {
        const member = members.get(facts.name);
        if (member && hasMoved(member.host.facts(), facts)) await drop(facts.name, member);
        const stays = members.get(facts.name);
        if (stays) stays.host.setFacts(facts);
        else await add(facts);
      }
      const names = new Set(listed.map(({ name }) => name));
      for (const [name, member] of [...members]) if (!names.has(name)) await retire(name, member);
    },
    all: () => [...members.values()].map(({ host }) => host),
    has: (name) => members.has(name),
    async drain() {
      await Promise.all([...members.values()].map(({ stopTaking }) => stopTaking()));
    },
    async letGo() {
      await Promise.all([...members.values()].map(({ host }) => host.letGo()));
    },
  };
}

/** Whether the same name means another engine now. */
function hasMoved(before: WorkerHost, after: WorkerHost): boolean {
  const address = ({ socket, url, tls }: WorkerHost): string => JSON.stringify([socket, url, tls]);
  return address(before) !== address(after);
}

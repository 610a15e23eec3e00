/** A bus that delivers at least once, in any order, to whomever the catalogue names; and remembers all of it. */
import { rowOf, type Body, type BodyInput, type MessageType, type Service } from '@kopr/proto';
import type { Clock } from './clock.js';
import type { Dice } from './dice.js';
import type { Weather } from './weather.js';

/** What somebody said. */
export type Said = { [T in MessageType]: { readonly type: T; readonly body: Body<T> } }[MessageType];
/** What is done with each message; those that are not named are none of the listener's. */
export type Ears = { readonly [T in MessageType]?: (body: Body<T>) => void };

/** One line of the trace. `to` is null when the message was said, else it was delivered. */
export interface Line {
  readonly at: number;
  readonly to: string | null;
  readonly said: Said;
}

export interface Bus {
  listen(name: string, ears: Ears): void;
  say<T extends MessageType>(from: Service, type: T, body: BodyInput<T>): void;
  /** The outbox of a service is lost, with what is still in it. */
  emptyOutbox(of: Service): void;
  readonly trace: readonly Line[];
}

/** The longest that a message lies in an outbox, in ms. */
const OUTBOX_MS = 300;

/** Queues of worker hosts are named as the host. */
export function createBus(clock: Clock, dice: Dice, weather: Weather): Bus {
  const ears = new Map<string, Ears>();
  const emptiedAt = new Map<Service, number>();
  const trace: Line[] = [];

  const deliver = (to: string, said: Said): void => {
    trace.push({ at: clock.now(), to, said });
    const hear = ears.get(to)?.[said.type] as ((body: unknown) => void) | undefined;
    hear?.(said.body);
  };
  const say: Bus['say'] = (from, type, body) => {
    const row = rowOf(type)!;
    const said = { type, body: row.message.body.parse(body) } as Said;
    const saidAt = clock.now();
    trace.push({ at: saidAt, to: null, said });
    const leavesAt = saidAt + (weather.maxDelayMs > 0 ? dice.between(0, OUTBOX_MS) : 0);
    // A report is worth nothing to nobody once the next is due.
    const after = type === 'hosts.reported' ? clock.asideAfter : clock.after;
    const send = (to: string): void =>
      after(leavesAt - saidAt + delayOf(type, dice, weather), () => {
        const emptied = emptiedAt.get(from) ?? -Infinity;
        if (emptied < saidAt || emptied >= leavesAt) deliver(to, said);
      });
    for (const to of listenersOf(said)) {
      for (let copies = dice.chance(weather.doubled) ? 2 : 1; copies > 0; copies--) send(to);
    }
  };
  return {
    trace,
    say,
    listen: (name, of) => void ears.set(name, of),
    emptyOutbox: (of) => void emptiedAt.set(of, clock.now()),
  };
}

function listenersOf({ type, body }: Said): string[] {
  const { workFor, newsFor, planned = [] } = rowOf(type)!;
  const worker = workFor === 'host' && 'host' in body ? String(body.host) : workFor;
  return [...(worker === undefined ? [] : [worker]), ...newsFor, ...planned];
}

/** Most messages take a moment, some seconds, few as long as the weather allows. */
function delayOf(type: MessageType, dice: Dice, { maxDelayMs }: Weather): number {
  if (maxDelayMs === 0) return 1;
  const most = dice.chance(0.6) ? 200 : dice.chance(0.8) ? 5_000 : maxDelayMs;
  // Reports expire in their queue.
  return dice.between(1, Math.min(most, type === 'hosts.reported' ? 3_000 : maxDelayMs));
}

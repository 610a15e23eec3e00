/** What the rest of the house sees of the bus. */
import type { Body, Envelope, MessageType } from '@kopr/proto';
import type { Part } from '../service/index.js';
import type { Fate } from './fate.js';

/** What a handler may know about a message besides its body. `attempt` counts this queue's tries of it, from 1. */
export interface Meta<T extends MessageType = MessageType> {
  readonly id: string;
  readonly type: T;
  /** ISO 8601, UTC: when it was said. */
  readonly time: string;
  readonly trace: string;
  readonly queue: string;
  readonly attempt: number;
}

/** Handles one message within seconds, any number of times, in no order. A throw counts as a retry. */
export type Handler<T extends MessageType> = (body: Body<T>, meta: Meta<T>) => Promise<Fate>;

/** One handler for each kind of order that a worker host's queue may hold. */
export interface HostHandlers {
  readonly 'task.assigned': Handler<'task.assigned'>;
  readonly 'task.stop-requested': Handler<'task.stop-requested'>;
}

/** How many messages of one queue are handled at the same time. */
export interface ConsumeOptions {
  readonly prefetch?: number;
}

/** Where a message goes besides its type: orders for a worker host name it. By default the body's `host`. */
export interface Routing {
  readonly host?: string;
}

/** One message that nobody could handle, as people see it. */
export interface DeadLetter {
  readonly id: string;
  /** The queue that it left, and to which a replay puts it back. */
  readonly queue: string;
  readonly type: string;
  readonly reason: string;
  /** How often it was tried. */
  readonly attempt: number;
  /** ISO 8601, UTC; empty when the broker put it here by itself. */
  readonly at: string;
  /** The message itself, decoded when it is JSON. */
  readonly message: unknown;
}

/** Letters kept for people: seen without being taken, and put back into the queue that they left. */
export interface Letters {
  list(limit: number): Promise<DeadLetter[]>;
  /** Puts every letter with this id back into its queue; false when there is none. */
  replay(id: string): Promise<boolean>;
}

/** The bus of one service. Handlers are registered before or after `start`; they come back after every reconnect. */
export interface Bus extends Part {
  /** Resolves when the broker has it in every queue. Rejects at once when not connected, and when no queue would take it. */
  publish(envelope: Envelope, routing?: Routing): Promise<void>;
  /** Registers the one handler of a type; what comes back stops it. */
  consume<T extends MessageType>(type: T, handler: Handler<T>, options?: ConsumeOptions): () => Promise<void>;
  /** Takes a worker host's orders, in their order; of several takers one at a time gets them. What comes back stops it. */
  consumeHost(host: string, handlers: HostHandlers, options?: ConsumeOptions): () => Promise<void>;
  /** Makes the queues of worker hosts, now and after every reconnect. */
  addHosts(hosts: readonly string[]): Promise<void>;
  connected(): boolean;
  onDown(listener: () => void): void;
  onUp(listener: () => void): void;
  /** Letters rejected or given up; or parked: of a type or version that this release does not know. */
  deadLetters(which?: 'dead' | 'parked'): Letters;
}

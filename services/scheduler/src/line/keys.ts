/** The names of all keys. Everything the scheduler keeps stands under one prefix. */
import { outboxKey } from '@kopr/shared/stream-outbox';

/** Keys of one scheduler, shared by its replicas. */
export interface Keys {
  /** The replica that leads, with a time to live. */
  readonly leader: string;
  /** The number of the leader's term: a script of an older term changes nothing. */
  readonly fence: string;
  /** There as long as nothing emptied this Redis; its value is when the line was last rebuilt, ms. */
  readonly marker: string;
  /** Hash: task id to record. */
  readonly tasks: string;
  /** Hash: task id to tombstone. */
  readonly ended: string;
  /** Hash: build to when it was canceled, ms. */
  readonly canceled: string;
  readonly outbox: string;
  /** In front of the ids of handled messages, one key each. */
  readonly inbox: string;
}

/** The keys under `prefix`. */
export function keysOf(prefix: string): Keys {
  const key = (name: string) => `${prefix}:${name}`;
  return {
    leader: key('leader'),
    fence: key('fence'),
    marker: key('marker'),
    tasks: key('tasks'),
    ended: key('ended'),
    canceled: key('canceled'),
    outbox: outboxKey(prefix),
    inbox: key('inbox:'),
  };
}

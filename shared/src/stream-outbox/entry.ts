/** The form of a message in the stream, for the Lua scripts that write it and the relay that reads it. */
import type { Envelope } from '@kopr/proto';
import type { Routing } from '../bus/index.js';

/** The stream's key. */
export function outboxKey(prefix: string): string {
  return `${prefix}:outbox`;
}

/** Where an entry goes that nobody can read or send; for people. */
export function refusedKey(prefix: string): string {
  return `${prefix}:outbox:refused`;
}

/** Fields and values of one entry, as `XADD key * …` takes them; `host` is empty when the body names it or none is needed. */
export function toFields(envelope: Envelope, routing: Routing = {}): string[] {
  return ['envelope', JSON.stringify(envelope), 'host', routing.host ?? ''];
}

/** The entry back from its fields; undefined when it is none. */
export function fromFields(fields: readonly string[]): { envelope: Envelope; routing: Routing } | undefined {
  const at = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
  try {
    const envelope = JSON.parse(at('envelope')) as Envelope;
    const host = at('host');
    return { envelope, routing: host === '' ? {} : { host } };
  } catch {
    return undefined;
  }
}

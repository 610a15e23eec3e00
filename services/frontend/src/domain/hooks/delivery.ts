/** A delivery as it came: what is kept of it, and what it is known by when it comes again. */
import { createHash } from 'node:crypto';
import { headerOf, type Headers, type Sender } from './forge.js';

const MAX_HEADER_CHARS = 300;
/** Kept besides those that name the event and its number. None of them holds a secret. */
const TELLING = [
  'content-type',
  'user-agent',
  'webhook-timestamp',
  'x-attempt-number',
  'x-github-hook-id',
  'x-gitlab-instance',
  'x-gitlab-webhook-uuid',
  'x-hook-uuid',
  'x-pagure-project',
];

/** The headers that are kept, so that the delivery can be read again. */
export function keptHeaders(sender: Sender, headers: Headers): Record<string, string> {
  const names = [...sender.event, ...sender.id, ...TELLING];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value.slice(0, MAX_HEADER_CHARS)]];
    }),
  );
}

/** Each value of a payload takes memory beside its text; the largest payloads of forges are long rather than of many. */
const MOST_VALUES = 1_000_000;

/** What was sent: JSON, or a form with JSON in its field `payload`. Undefined when it is neither, or of too many values. */
export function payloadOf(headers: Headers, body: Buffer): unknown {
  if (marksIn(body) > MOST_VALUES) return undefined;
  const text = body.toString();
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return decoded(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
}

/**
 * What an event is known by, however often it is sent; null when its sender does not number events. Forges tell several
 * hooks of one event under one number, and GitLab events that a hook caused, so it counts for each address and kind of event by itself.
 */
export function eventKey(address: string, sender: Sender, headers: Headers, payload: unknown): string | null {
  const inPayload = sender.idOf?.(payload);
  const id = typeof inPayload === 'string' ? inPayload : headerOf(headers, sender.id);
  const event = headerOf(headers, sender.event);
  return id === '' ? null : createHash('sha256').update([address, event, id].join('\n')).digest('hex');
}

const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** How many values there are at most: each has such a sign before it. In a form they are written in another way, and longer. */
function marksIn(body: Buffer): number {
  let marks = 0;
  // By an index: an iterator takes ten times as long.
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === COMMA || byte === BRACKET || byte === BRACE) marks++;
  }
  return marks;
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Signatures as the specification “Standard Webhooks” has them, which GitLab makes: over the number and the time of a
 * delivery and its body, so that none is good for another delivery, nor for long.
 */
import { createHmac } from 'node:crypto';
import type { Headers } from './forge.js';
import { isSame } from './same.js';

/** How far the sender's clock may be from ours. Whoever sends again signs again, with the time of that. */
const TOLERANCE_MS = 5 * 60_000;
const KEY_PREFIX = 'whsec_';

/** The bytes of such a key; undefined of any other. */
export function standardKey(key: string): Buffer | undefined {
  const bytes = key.startsWith(KEY_PREFIX) ? Buffer.from(key.slice(KEY_PREFIX.length), 'base64') : undefined;
  return bytes && bytes.length > 0 ? bytes : undefined;
}

/** Whether there is such a signature at all. */
export const hasStandard = (headers: Headers): boolean => (headers['webhook-signature'] ?? '') !== '';

/** Why it is refused; undefined when it is good. While a key is changed there are several: one has to fit. */
export function whyNotStandard(headers: Headers, body: Buffer, key: Buffer, now: Date): string | undefined {
  const { 'webhook-id': id = '', 'webhook-timestamp': time = '', 'webhook-signature': signatures = '' } = headers;
  if (id === '' || !/^\d{1,12}$/.test(time)) return 'webhook-id or webhook-timestamp is missing';
  if (Math.abs(Number(time) * 1000 - now.getTime()) > TOLERANCE_MS)
    return 'the signature is of another time: more than five minutes away from the clock here';
  const digest = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest('base64');
  const isGood = signatures.split(' ').some((one) => isSame(one, `v1,${digest}`));
  return isGood ? undefined : 'the signature was not made with the project’s key';
}

/** Puts a body into its envelope, and the envelope into bytes. What is wrong is found here, where the speaker can see it. */
import { type BodyInput, type Envelope, MAX_ENVELOPE_BYTES, type MessageType, rowOf } from '@kopr/proto';
import { z } from 'zod';
import { KoprError } from '../errors/index.js';
import { currentTrace, newTrace } from '../log/index.js';
import { uuidV7 } from './uuid.js';

/** A new envelope with a new id. Throws when the body does not fit its schema. The trace is by default the one at work. */
export function envelopeOf<T extends MessageType>(type: T, body: BodyInput<T>, trace?: string): Envelope {
  const row = rowOf(type);
  if (!row) throw new KoprError('unknown-type', `${type} is not in the catalogue of messages`, { type });
  const checked = row.message.body.safeParse(body);
  if (!checked.success) throw new KoprError('bad-body', `${type}: ${z.prettifyError(checked.error)}`, { type });
  return {
    id: uuidV7(),
    type,
    version: row.message.version,
    time: new Date().toISOString(),
    trace: trace ?? currentTrace() ?? newTrace(),
    body: checked.data,
  };
}

/** The bytes that travel. Throws when there are too many: bulk goes by reference. */
export function encode(envelope: Envelope): Buffer {
  const content = Buffer.from(JSON.stringify(envelope));
  if (content.length <= MAX_ENVELOPE_BYTES) return content;
  const { id, type } = envelope;
  throw new KoprError('too-large', `${type} has ${content.length} bytes, at most ${MAX_ENVELOPE_BYTES} may travel`, {
    id,
    type,
  });
}

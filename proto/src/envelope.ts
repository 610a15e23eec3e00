/** The wrapper of every message on the bus. */
import { z } from 'zod';

/** Largest encoded envelope, in bytes; more goes by reference (URL + size + SHA-256). */
export const MAX_ENVELOPE_BYTES = 64 * 1024;

/** W3C Trace Context, version 00: `00-<32 hex trace id>-<16 hex parent id>-<2 hex flags>`. */
export const traceparent = z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);

/** id: UUIDv7, unique for each message; time: ISO 8601 UTC of when it was said. */
export const envelope = z.object({
  id: z.uuid(),
  type: z.string().min(1).max(64),
  version: z.number().int().positive(),
  time: z.iso.datetime(),
  trace: traceparent,
  body: z.unknown(),
});
export type Envelope<B = unknown> = Omit<z.output<typeof envelope>, 'body'> & { body: B };

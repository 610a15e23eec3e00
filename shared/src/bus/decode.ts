/** Opens what came from a queue, once, at the door. Past it, handlers trust the types. */
import { type Envelope, envelope as envelopeSchema, type Row, rowOf } from '@kopr/proto';
import { z } from 'zod';

/** Either a checked envelope, or where to keep what cannot be handled here. */
export type Decoded = { ok: true; envelope: Envelope } | { ok: false; keep: 'dead' | 'parked'; reason: string };

/** Bytes to envelope. A type or version that a newer release may know is parked; what nobody can know is a dead letter. */
export function decode(content: Buffer, known: (type: string) => Row | undefined = rowOf): Decoded {
  const json = parseJson(content);
  const outer = envelopeSchema.safeParse(json);
  if (!outer.success) return dead(`not an envelope: ${z.prettifyError(outer.error)}`);
  const { type, version } = outer.data;
  const row = known(type);
  if (!row) return parked(`type ${type} is not known here`);
  if (!accepts(row.message.version, version)) {
    return parked(`${type} is of version ${version}, known here is ${row.message.version}`);
  }
  const body = row.message.body.safeParse(outer.data.body);
  if (!body.success) return dead(`${type} does not fit its schema: ${z.prettifyError(body.error)}`);
  return { ok: true, envelope: { ...outer.data, body: body.data } };
}

/** While a release rolls out, speakers may be one version behind. */
export function accepts(known: number, got: number): boolean {
  return got === known || got === known - 1;
}

function dead(reason: string): Decoded {
  return { ok: false, keep: 'dead', reason };
}

function parked(reason: string): Decoded {
  return { ok: false, keep: 'parked', reason };
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}

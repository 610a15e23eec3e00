/** Builder tokens: who may act for which attempt, signed by builder-manager, checked by all that builders talk to. */
import { sign, verify } from 'node:crypto';
import { builderToken, type BuilderToken } from '@kopr/proto';

/** The answer to a token: what it says, or why it counts for nothing (for the log; callers answer 401). */
export type TokenCheck = { ok: true; token: BuilderToken } | { ok: false; reason: string };

/** Wire form: base64url(JSON) `.` base64url(Ed25519 signature over the first part), sent as `Authorization: Bearer`. */
export function signToken(payload: BuilderToken, privateKeyPem: string): string {
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${body}.${sign(null, Buffer.from(body), privateKeyPem).toString('base64url')}`;
}

/** Checks signature, shape and expiry. Nothing of the payload is read before the signature holds. */
export function verifyToken(token: string, publicKeyPem: string, now: Date): TokenCheck {
  const [body = '', signature = '', ...rest] = token.split('.');
  if (body === '' || signature === '' || rest.length > 0) return refuse('expected two parts divided by a dot');
  if (!verify(null, Buffer.from(body), publicKeyPem, Buffer.from(signature, 'base64url'))) {
    return refuse('the signature does not fit');
  }
  const payload = builderToken.safeParse(parseJson(Buffer.from(body, 'base64url').toString()));
  if (!payload.success) return refuse(`the payload does not fit: ${payload.error.issues[0]?.message ?? ''}`);
  if (payload.data.expiry * 1000 <= now.getTime()) return refuse('it has expired');
  return { ok: true, token: payload.data };
}

function refuse(reason: string): TokenCheck {
  return { ok: false, reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The way to forges: one guarded POST, to the host that the token was given for and to no other. */
import { post, type Posted } from '@kopr/shared/guard';
import type { StatusRequest } from '../domain/status-request.js';

/** Tells a forge something. */
export type Forges = (request: StatusRequest) => Promise<Posted>;

/** Well within the lease of a status. In ms. */
const TIMEOUT_MS = 20_000;
/** Of an answer nobody reads more. */
const MAX_BYTES = 16 * 1024;

/** `allowPrivate`: the operator's own network, and HTTP without TLS, are taken, too. */
export function forges({ allowPrivate }: { allowPrivate: boolean }): Forges {
  const rules = { allowPrivate, schemes: allowPrivate ? (['http', 'https'] as const) : (['https'] as const) };
  return ({ url, headers, body }) =>
    post({
      url,
      rules,
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Kopr' },
      body: JSON.stringify(body),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
}

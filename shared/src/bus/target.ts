/** Where a message is said: always the one exchange; the key says its type and, for orders to a worker host, the host. */
import { type Envelope, EXCHANGE, isForHost, listenersOf, rowOf } from '@kopr/proto';
import { KoprError } from '../errors/index.js';
import type { Target } from './publisher.js';
import type { Routing } from './types.js';

/** Target of an envelope, and the worker host whose queue must be there. Throws when the catalogue does not know the type. */
export function targetOf({ type, body }: Envelope, routing: Routing = {}): { target: Target; host?: string } {
  const row = rowOf(type);
  if (!row) throw new KoprError('unknown-type', `${type} is not in the catalogue of messages`, { type });
  // A type whose listeners are only planned is said all the same, and goes nowhere.
  if (!isForHost(row)) return { target: { exchange: EXCHANGE, key: type, mandatory: listenersOf(row).length > 0 } };
  const host = routing.host ?? (body as { host?: string }).host;
  if (host === undefined) throw new KoprError('no-host', `${type} must name its worker host`, { type });
  return { target: { exchange: EXCHANGE, key: `${type}.${host}`, mandatory: true }, host };
}

/** Connects to the server of an address of the web, by TLS where the address says so. */
import { dial, type Dialed, type DialOptions, reasonOf } from './dial.js';
import { normalHost } from './host.js';
import { realNetwork, secure } from './network.js';
import { type GuardRules, portOf } from './rules.js';

/** The connection, guarded as `dial` does it. `url` has passed `checkUrl`. */
export async function connectTo(
  url: URL,
  rules: GuardRules,
  options: DialOptions,
  signal: AbortSignal,
): Promise<Dialed> {
  const host = normalHost(url.hostname) ?? url.hostname;
  const isPlain = url.protocol === 'http:';
  const target = { host, port: portOf(url), speaks: isPlain ? 'http' : 'anything' } as const;
  const dialed = await dial(target, rules, options, signal);
  if (!dialed.ok || isPlain) return dialed;
  try {
    return { ok: true, socket: await secure(options.network ?? realNetwork, dialed.socket, host, signal) };
  } catch (error) {
    dialed.socket.destroy();
    return { ok: false, problem: reasonOf(error), forbidden: false };
  }
}

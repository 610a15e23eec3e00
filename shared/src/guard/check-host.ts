/** Judges where a name leads. */
import { isIP } from 'node:net';
import { isPublicAddress } from './address.js';
import { isPrivateHost, normalHost, privateHostProblem } from './host.js';
import { type Address, type Network, realNetwork } from './network.js';
import type { GuardRules } from './rules.js';

/** Where a host is, or what is wrong; `forbidden` when the rules say no, else it may be cured by time. */
export type HostCheck =
  | { readonly ok: true; readonly addresses: readonly Address[] }
  | { readonly ok: false; readonly problem: string; readonly forbidden: boolean };

/**
 * Resolves a host once; all its addresses must be public (unless `allowPrivate`), since which one a tool tries first
 * is anybody's guess. Whoever connects, connects to these very addresses: a name that is resolved once more may lead
 * elsewhere by then.
 */
export async function checkHost(text: string, rules: GuardRules, network = realNetwork): Promise<HostCheck> {
  const host = normalHost(text);
  if (host === undefined)
    return { ok: false, problem: 'the address names no host that there could be', forbidden: true };
  if (!rules.allowPrivate && isPrivateHost(host)) return forbid(host);
  const family = isIP(host);
  if (family !== 0) return { ok: true, addresses: [{ address: host, family: family === 4 ? 4 : 6 }] };
  const found = await resolve(host, network);
  if (typeof found === 'string') return { ok: false, problem: found, forbidden: false };
  if (!rules.allowPrivate && !found.every(({ address }) => isPublicAddress(address))) return forbid(host);
  return { ok: true, addresses: found };
}

async function resolve(host: string, network: Network): Promise<readonly Address[] | string> {
  try {
    const found = await network.resolve(host);
    return found.length > 0 ? found : `the name ${host} has no address`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `the name ${host} cannot be resolved${code === undefined ? '' : ` (${code})`}`;
  }
}

function forbid(host: string): HostCheck {
  return { ok: false, problem: privateHostProblem(host), forbidden: true };
}

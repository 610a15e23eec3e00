/**
 * The way to a stranger's git repository, under the guard. http and https go through a proxy of our own, which judges
 * every target, redirects too. git:// knows no proxy: it is sent to the very address that was judged, and tells the
 * server the name by itself.
 */
import { isIP } from 'node:net';
import { checkHost, checkUrl, type GuardRules, startGuardProxy } from '@kopr/shared/guard';
import { Refusal, Setback } from '../domain/refusal.js';

/** What git is to be given. */
export interface Route {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Why the guard or the network stood in the way; undefined when they did not. */
  obstacle(): Refusal | Setback | undefined;
  close(): Promise<void>;
}

/** A long list of refs has some megabytes; one that goes on and on must end. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Tries of a host that is away. */
const TRIES = 4;
const FORBIDDEN = { stage: 'resolve', retriable: false } as const;

/** Opens the way; throws what stands in it. */
export async function openRoute(text: string, allowPrivate: boolean): Promise<Route> {
  const rules: GuardRules = { allowPrivate, schemes: ['http', 'https', 'git'] };
  const check = checkUrl(text, rules);
  if (!check.ok) throw new Refusal('unresolved', `the repository’s address: ${check.problem}`, FORBIDDEN);
  return check.url.protocol === 'git:' ? directRoute(check.url, rules) : proxiedRoute(check.url, rules);
}

async function proxiedRoute(url: URL, rules: GuardRules): Promise<Route> {
  const proxy = await startGuardProxy(rules, { maxBytes: MAX_BYTES });
  return {
    url: url.href,
    env: { http_proxy: proxy.url, https_proxy: proxy.url },
    obstacle: () => {
      const [problem] = proxy.problems();
      if (problem !== undefined) return new Refusal('unresolved', problem, { stage: 'resolve' });
      const [failure] = proxy.failures();
      return failure === undefined ? undefined : away(failure);
    },
    close: () => proxy.close(),
  };
}

async function directRoute(url: URL, rules: GuardRules): Promise<Route> {
  const check = await checkHost(url.hostname, rules);
  const [first] = check.ok ? check.addresses : [];
  if (!check.ok && check.forbidden) throw new Refusal('unresolved', check.problem, { stage: 'resolve' });
  if (!check.ok || !first) throw away(check.ok ? `the name ${url.hostname} has no address` : check.problem);
  const pinned = new URL(url);
  pinned.hostname = isIP(first.address) === 6 ? `[${first.address}]` : first.address;
  return {
    url: pinned.href,
    env: { GIT_OVERRIDE_VIRTUAL_HOST: url.host },
    obstacle: () => undefined,
    close: () => Promise.resolve(),
  };
}

function away(problem: string): Setback {
  return new Setback('unresolved', problem, TRIES, { stage: 'clone' });
}

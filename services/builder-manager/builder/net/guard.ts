/** The guard of addresses that strangers gave, around the tools that fetch by themselves and around our own downloads. */
import { checkHost, checkUrl, startGuardProxy, type GuardRules, type Scheme } from '@kopr/shared/guard';
import type { SourceDefinition } from '@kopr/proto';
import { failed } from '../ended.js';

export interface Guard {
  /** The rules for these schemes. */
  rules(schemes: readonly Scheme[]): GuardRules;
  /** The address as it may be handed to a tool; throws the verdict when it is refused. */
  check(address: string, schemes: readonly Scheme[]): URL;
  /** The same for tools that know no proxy: the host is judged here, once, before the tool connects. */
  checkHost(url: URL): Promise<void>;
  /** Port of the proxy on this container's loopback. */
  readonly port: number;
  /** What makes tools use the proxy. */
  readonly env: Readonly<Record<string, string>>;
  /** Begins to listen; answers what the proxy refused, or could not reach, since. */
  watch(): () => Trouble;
}

/** The true reason behind a tool's "403" or "502". */
export interface Trouble {
  readonly refused: string | undefined;
  readonly unreachable: string | undefined;
}

const NAMES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy'];

/** Starts the proxy of a source task; it ends with the process. */
export async function openGuard({ kopr }: SourceDefinition): Promise<Guard> {
  const allowPrivate = kopr.allow_private;
  const own = kopr.house_repository === null ? {} : { own: houseOf(kopr.intake_url) };
  const rules = (schemes: readonly Scheme[]): GuardRules => ({ allowPrivate, schemes, ...own });
  const proxy = await startGuardProxy(rules(['http', 'https', 'ftps', 'git']), { maxBytes: kopr.max_download_bytes });
  return {
    rules,
    check(address, schemes) {
      const checked = checkUrl(address, rules(schemes));
      if (!checked.ok) throw failed(`${address}: ${checked.problem}`);
      return checked.url;
    },
    async checkHost({ hostname, href }) {
      const checked = await checkHost(hostname, rules([]));
      if (!checked.ok) throw failed(`${href}: ${checked.problem}`);
    },
    port: Number(new URL(proxy.url).port),
    env: Object.fromEntries(NAMES.flatMap((name) => [name, name.toUpperCase()]).map((name) => [name, proxy.url])),
    watch() {
      const heard = proxy.watch();
      return () => ({ refused: heard('problem'), unreachable: heard('failure') });
    },
  };
}

/** Our own dist-git, which is not on the public internet: exactly the server that the SRPM is put to. */
function houseOf(intakeUrl: string): { host: string; port: number } {
  const url = new URL(intakeUrl);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: url.hostname, port };
}

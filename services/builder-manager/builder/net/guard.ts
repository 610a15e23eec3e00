/** The guard of addresses that strangers gave, around the tools that fetch by themselves and around our own downloads. */
import {
  checkUrl,
  networkTrusting,
  startGuardProxy,
  type Door,
  type GuardRules,
  type Network,
  type Scheme,
} from '@kopr/shared/guard';
import type { RpmDefinition, SourceDefinition } from '@kopr/proto';
import type { Trouble } from '../domain/reasons.js';
import { cut } from '../domain/text.js';
import { failed } from '../ended.js';
import { imageTrust } from './authorities.js';

export interface Guard {
  /** The rules for these schemes. */
  rules(schemes: readonly Scheme[]): GuardRules;
  /** The address as it may be handed to a tool; throws the verdict when it is refused. `base`: where a redirect was found. */
  check(address: string, schemes: readonly Scheme[], base?: URL): URL;
  /** A way to this server alone, past no redirect, for a tool that would follow one to anywhere. */
  openDoor(server: URL): Promise<Door>;
  /** Port of the proxy on this container's loopback. */
  readonly port: number;
  /** What makes tools use the proxy. */
  readonly env: Readonly<Record<string, string>>;
  /** Begins to listen; answers what the proxy refused, or could not reach, since. */
  watch(): () => Trouble;
}

const NAMES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy'];

/** Starts the proxy of a source task; it ends with the process. `network`: the steps that reach out of it. */
export function openGuard({ kopr }: Pick<SourceDefinition, 'kopr'>, network?: Network): Promise<Guard> {
  const own = kopr.house_repository === null ? {} : { own: houseOf(kopr.intake_url) };
  const rules = { allowPrivate: kopr.allow_private, ...own };
  return guardOf(rules, { schemes: ['http', 'https', 'ftps', 'git'], maxBytes: kopr.max_download_bytes }, network);
}

/** The same of an RPM task, in which only dnf reads what users named. */
export function openRpmGuard({ kopr }: RpmDefinition): Promise<Guard> {
  return guardOf({ allowPrivate: kopr.allow_private }, { schemes: ['http', 'https'] });
}

async function guardOf(
  common: Omit<GuardRules, 'schemes'>,
  { schemes: all, ...bounds }: { readonly schemes: readonly Scheme[]; readonly maxBytes?: number },
  network: Network = networkTrusting(imageTrust(process.env)),
): Promise<Guard> {
  const rules = (schemes: readonly Scheme[]): GuardRules => ({ ...common, schemes });
  const proxy = await startGuardProxy(rules(all), { network, ...bounds });
  return {
    rules,
    check(address, schemes, base) {
      const checked = checkUrl(address, rules(schemes), base?.href);
      const what = base === undefined ? address : `${base.href} redirects to ${address}`;
      if (!checked.ok) throw failed(cut(`${what}: ${checked.problem}`));
      return checked.url;
    },
    openDoor: proxy.openDoor,
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

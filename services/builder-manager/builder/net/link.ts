/** The container's way to the network: cut by the manager while strangers' code runs, when the project wants none. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { failed } from '../ended.js';
import { sayControl } from '../report/control.js';
import { ask, dropConnections } from './http.js';

export interface Link {
  /** No network from here on; returns once only the loopback interface is left. */
  cut(): Promise<void>;
  /** Network again; returns once the house answers. */
  mend(): Promise<void>;
}

// Long enough for a manager that is being restarted.
const DEADLINE_MS = 600_000;
const LOOK_EVERY_MS = 5;
const RESOLVERS = '/etc/resolv.conf';

/** A link that does nothing when the build may use the network. `house`: an address whose answer proves the way. */
export function createLink(enableNet: boolean, house: string): Link {
  if (enableNet) return { cut: () => Promise.resolve(), mend: () => Promise.resolve() };
  let isCut = false;
  let resolvers = '';
  return {
    async cut() {
      if (isCut) return;
      dropConnections();
      // Names of the network fail at once instead of after a timeout for each.
      resolvers = readFileSync(RESOLVERS, 'utf8');
      writeFileSync(RESOLVERS, '');
      sayControl({ kopr: 'network', want: 'off' });
      await until('only lo is left', () => Promise.resolve(interfaces().length === 0));
      isCut = true;
    },
    async mend() {
      if (!isCut) return;
      sayControl({ kopr: 'network', want: 'on' });
      writeFileSync(RESOLVERS, resolvers);
      await until('the network is back', () => isReachable(house));
      isCut = false;
    },
  };
}

/** Network interfaces that lead anywhere. The kernel's tunnel stubs (tunl0, sit0, …) are down and lead nowhere. */
function interfaces(): string[] {
  return readdirSync('/sys/class/net').filter(
    (name) => !/^(lo|tunl0|sit0|ip6tnl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|ip6gre0)$/.test(name),
  );
}

async function isReachable(url: string): Promise<boolean> {
  if (interfaces().length === 0) return false;
  try {
    (await ask({ method: 'HEAD', url })).body.resume();
    return true;
  } catch {
    return false;
  }
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await check())) {
    if (Date.now() > deadline) throw failed(`waited ${DEADLINE_MS / 1000} s in vain until ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}

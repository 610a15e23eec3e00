/** The guard as a lookup, for clients that make their own connections. */
import type { LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { checkHost } from './check-host.js';
import { type Address, realNetwork } from './network.js';
import type { GuardRules } from './rules.js';

/** What a guarded lookup ends a connection with; clients hand it on as the cause of their own errors. */
export class GuardError extends Error {
  constructor(
    message: string,
    /** The rules say no; else the name did not resolve. */
    readonly forbidden: boolean,
  ) {
    super(message);
    this.name = 'GuardError';
  }
}

/**
 * A lookup for agents of `node:http`, undici and `net.connect`: what it resolved is what they connect to. They do not
 * look up literal addresses; those are judged by `checkUrl`.
 */
export function guardedLookup(rules: GuardRules, network = realNetwork): LookupFunction {
  return (hostname, options, callback) => {
    const answer = async (): Promise<readonly [Address, ...Address[]]> => {
      const check = await checkHost(hostname, rules, network);
      if (!check.ok) throw new GuardError(check.problem, check.forbidden);
      const [first, ...rest] = check.addresses.filter((address) => fits(address, options));
      if (!first) throw new GuardError(`the name ${hostname} has no address of the family that was asked for`, false);
      return [first, ...rest];
    };
    answer().then(
      (addresses) => {
        if (options.all) callback(null, [...addresses]);
        else callback(null, addresses[0].address, addresses[0].family);
      },
      (error: unknown) => callback(error as GuardError, ''),
    );
  };
}

function fits({ family }: Address, { family: wanted = 0 }: LookupOptions): boolean {
  return wanted === 0 || wanted === family || wanted === `IPv${family}`;
}

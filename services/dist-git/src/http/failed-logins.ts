/** Slows down who tries tokens: after some wrong ones an address waits. Bounded in memory; forgets when the process ends. */

/** `tries` wrong ones within `windowMs`; at most `addresses` are remembered, the longest known goes first. */
export interface FailureBounds {
  readonly tries: number;
  readonly windowMs: number;
  readonly addresses: number;
}

/** Failures by address. Times in ms, given by the caller. */
export interface FailedLogins {
  /** How long an address has to wait; 0: not at all. */
  waitMs(address: string, now: number): number;
  note(address: string, now: number): void;
}

interface Window {
  readonly since: number;
  readonly failures: number;
}

/** Remembers nobody at first. */
export function failedLogins({ tries, windowMs, addresses }: FailureBounds): FailedLogins {
  const windows = new Map<string, Window>();
  const current = (address: string, now: number): Window | undefined => {
    const found = windows.get(address);
    return found && now - found.since < windowMs ? found : undefined;
  };
  return {
    waitMs: (address, now) => {
      const found = current(address, now);
      return found && found.failures >= tries ? found.since + windowMs - now : 0;
    },
    note: (address, now) => {
      const { since, failures } = current(address, now) ?? { since: now, failures: 0 };
      windows.delete(address);
      windows.set(address, { since, failures: failures + 1 });
      const [oldest] = windows.keys();
      if (windows.size > addresses && oldest !== undefined) windows.delete(oldest);
    },
  };
}

/** Which worker hosts a task may run on. */

/** What a task asks of a host. */
export interface Needs {
  /** Null: any will do. */
  readonly arch: string | null;
  readonly engine: string;
  readonly tags: readonly string[];
  /** Hosts that the task was lost on. */
  readonly lostOn: readonly string[];
}

/** What a host offers, and how many of its slots are free. */
export interface Offer {
  readonly name: string;
  readonly arches: readonly string[];
  readonly engines: readonly string[];
  readonly tags: readonly string[];
  readonly free: number;
}

/** Whether the host is of the right kind. */
export function fits(needs: Needs, offer: Pick<Offer, 'arches' | 'engines' | 'tags'>): boolean {
  return (
    (needs.arch === null || offer.arches.includes(needs.arch)) &&
    offer.engines.includes(needs.engine) &&
    needs.tags.every((tag) => offer.tags.includes(tag))
  );
}

/**
 * The hosts that a task may be placed on. One that it was lost on counts only when no other fits, busy or not: better
 * to wait than to be lost twice in the same place.
 */
export function hostsFor<O extends Offer>(needs: Needs, offers: readonly O[]): O[] {
  const fitting = offers.filter((offer) => fits(needs, offer));
  const others = fitting.filter(({ name }) => !needs.lostOn.includes(name));
  return others.length > 0 ? others : fitting;
}

/**
 * The host to place a task on: of those with a free slot the one that can do least, so that the versatile stay free for
 * what only they can do; of equals the emptiest, then the first by name.
 */
export function bestHost(hosts: readonly Offer[], free: ReadonlyMap<string, number>): Offer | undefined {
  let best: Offer | undefined;
  for (const host of hosts) {
    if ((free.get(host.name) ?? 0) > 0 && (best === undefined || isBetter(host, best, free))) best = host;
  }
  return best;
}

function isBetter(a: Offer, b: Offer, free: ReadonlyMap<string, number>): boolean {
  const order = skills(a) - skills(b) || (free.get(b.name) ?? 0) - (free.get(a.name) ?? 0);
  return order < 0 || (order === 0 && a.name < b.name);
}

function skills({ arches, engines, tags }: Offer): number {
  return arches.length + engines.length + tags.length;
}

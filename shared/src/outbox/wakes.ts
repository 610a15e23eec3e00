/** Who is to be woken when something was said on a database: the relays of this process. Others find it by their slow poll. */
import type { DataSource } from 'typeorm';

const relays = new WeakMap<DataSource, Set<() => void>>();

/** Registers a relay's wake; what comes back removes it. */
export function onSaid(db: DataSource, wake: () => void): () => void {
  const known = relays.get(db) ?? new Set();
  relays.set(db, known.add(wake));
  return () => void known.delete(wake);
}

/** Called after a commit that said something. */
export function wakeRelays(db: DataSource): void {
  for (const wake of relays.get(db) ?? []) wake();
}

/** Who is to be woken when a delivery came: the loop of this process. Other replicas find it by their slow look. */
import type { DataSource } from 'typeorm';

const workers = new WeakMap<DataSource, () => void>();

/** Registers the loop. */
export function onDelivery(db: DataSource, wake: () => void): void {
  workers.set(db, wake);
}

/** Called once a delivery is kept. */
export function wakeDeliveries(db: DataSource): void {
  workers.get(db)?.();
}

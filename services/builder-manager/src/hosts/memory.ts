/** What is remembered for a while, because news may come late or twice. Losing it in a restart costs little, never a result. */

export interface Memory<V> {
  set(key: string, value: V): void;
  get(key: string): V | undefined;
}

/** Keeps entries for `forMs`, at most `limit` of them. */
export function createMemory<V>({ forMs, limit }: { forMs: number; limit: number }): Memory<V> {
  const entries = new Map<string, { value: V; until: number }>();
  const forget = (now: number): void => {
    for (const [key, { until }] of entries) {
      // Entries stand in the order in which they were set.
      if (until > now && entries.size <= limit) return;
      entries.delete(key);
    }
  };
  return {
    set(key, value) {
      const now = Date.now();
      entries.delete(key);
      entries.set(key, { value, until: now + forMs });
      forget(now);
    },
    get(key) {
      const entry = entries.get(key);
      return entry && entry.until > Date.now() ? entry.value : undefined;
    },
  };
}

/** One at a time for each key, within this process; others wait their turn. */

/** Runs `work` when every earlier work under the same key has ended. */
export type KeyedLock = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Makes a lock. Keys without work cost nothing. */
export function keyedLock(): KeyedLock {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key);
    const mine = (async () => {
      await before;
      return work();
    })();
    const tail = mine.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}

/** Chance that can be had again: the same seed and round give the same numbers. */

/** A stream of numbers. */
export interface Random {
  /** From 0 up to, but without, `limit`. */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
  /** True so many times out of a hundred. */
  percent(share: number): boolean;
  bytes(count: number): Buffer;
}

/** The numbers of one round. */
export function randomOf(seed: number, round: number): Random {
  const next = mulberry32(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(round + 1, 0xc2b2ae35));
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (list) => {
      const found = list[below(list.length)];
      if (found === undefined) throw new RangeError('nothing to pick from');
      return found;
    },
    percent: (share) => below(100) < share,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  };
}

/** Tommy Ettinger's generator: 32 bits of state are enough for the few hundred numbers of a round. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bounds how many processes strangers can make us run at the same time. */

/** Runs `work` when there is room; undefined when too many wait already. */
export type Turnstile = <R>(work: () => Promise<R>) => Promise<R | undefined>;

/** `inside` at the same time, up to `waiting` before the door. */
export function turnstile(inside: number, waiting: number): Turnstile {
  let free = inside;
  const queue: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (free > 0) free--;
    // Whoever leaves hands the place over without counting it free.
    else await new Promise<void>((resolve) => queue.push(resolve));
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next) next();
    else free++;
  };
  return async (work) => {
    if (free === 0 && queue.length >= waiting) return undefined;
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}

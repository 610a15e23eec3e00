/** Bounds what strangers can make us do at the same time, each of them and all together. */

/** Whoever wants in. */
export interface Visitor {
  /** Those of one key share its places. */
  readonly key: string;
  readonly isGone: boolean;
  onGone(tell: () => void): void;
}

/** Runs `work` when there is room; undefined when too many wait already, or the visitor left before the turn came. */
export type Turnstile = <R>(visitor: Visitor, work: () => Promise<R>) => Promise<R | undefined>;

/** `inside` at the same time, up to `waiting` before the door; of one key at most `each` inside and a share of the waiting. */
export interface Places {
  readonly inside: number;
  readonly waiting: number;
  readonly each: number;
}

interface Waiting {
  readonly key: string;
  /** True: come in. */
  readonly answer: (isIn: boolean) => void;
}

/** Of those who wait, one key's are at most so many for each of its places: the others find room to wait, too. */
const WAITING_FOR_EACH = 16;

/** The first come is the first in, unless all places of its key are taken. */
export function turnstile({ inside, waiting, each }: Places): Turnstile {
  const held = new Map<string, number>();
  const queue: Waiting[] = [];
  let free = inside;
  const hasRoom = (key: string): boolean => free > 0 && (held.get(key) ?? 0) < each;
  const take = (key: string): void => {
    free--;
    held.set(key, (held.get(key) ?? 0) + 1);
  };
  const leave = (key: string): void => {
    free++;
    const left = (held.get(key) ?? 1) - 1;
    if (left === 0) held.delete(key);
    else held.set(key, left);
    const next = queue.findIndex((one) => hasRoom(one.key));
    const [came] = next < 0 ? [] : queue.splice(next, 1);
    if (!came) return;
    take(came.key);
    came.answer(true);
  };
  const isFull = (key: string): boolean =>
    queue.length >= waiting || queue.filter((one) => one.key === key).length >= each * WAITING_FOR_EACH;
  const wait = (visitor: Visitor): Promise<boolean> =>
    new Promise((answer) => {
      const mine = { key: visitor.key, answer };
      queue.push(mine);
      visitor.onGone(() => {
        const at = queue.indexOf(mine);
        if (at < 0) return;
        queue.splice(at, 1);
        answer(false);
      });
    });
  const enter = async (visitor: Visitor): Promise<boolean> => {
    if (visitor.isGone) return false;
    if (!hasRoom(visitor.key)) return isFull(visitor.key) ? false : wait(visitor);
    take(visitor.key);
    return true;
  };
  return async (visitor, work) => {
    if (!(await enter(visitor))) return undefined;
    try {
      return visitor.isGone ? undefined : await work();
    } finally {
      leave(visitor.key);
    }
  };
}

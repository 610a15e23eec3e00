/** The story's time: what is due next happens next, and nothing else makes time pass. */

/** `foreground`: the story is not over before it has happened. Ticks and reports go on for ever, so they are not. */
interface Due {
  readonly at: number;
  readonly order: number;
  readonly foreground: boolean;
  readonly happen: () => void;
}

/** Times are in ms. */
export interface Clock {
  now(): number;
  date(): Date;
  after(ms: number, happen: () => void): void;
  /** As `after`, but nobody waits for it. */
  asideAfter(ms: number, happen: () => void): void;
  /** Again and again, beginning now. */
  every(ms: number, happen: () => void): void;
  /** Lets the next thing happen. */
  step(): void;
  /** Whether nothing is to come that anybody waits for. */
  isQuiet(): boolean;
}

/** A clock that stands at `start`. */
export function createClock(start: number): Clock {
  const heap: Due[] = [];
  let [now, order, awaited] = [start, 0, 0];

  const put = (ms: number, foreground: boolean, happen: () => void): void => {
    if (foreground) awaited++;
    push(heap, { at: now + Math.max(0, ms), order: order++, foreground, happen });
  };
  const every = (ms: number, happen: () => void): void => {
    happen();
    put(ms, false, () => every(ms, happen));
  };
  return {
    now: () => now,
    date: () => new Date(now),
    after: (ms, happen) => put(ms, true, happen),
    asideAfter: (ms, happen) => put(ms, false, happen),
    every,
    step: () => {
      const due = pop(heap);
      if (!due) return;
      now = due.at;
      due.happen();
      if (due.foreground) awaited--;
    },
    isQuiet: () => awaited === 0,
  };
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Due[], due: Due): void {
  let at = heap.push(due) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(due, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = due;
}

function pop(heap: Due[]): Due | undefined {
  const [first, last] = [heap[0], heap.pop()];
  if (!first || !last || heap.length === 0) return first;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}

/** Tells those who follow a task's log, in this process, that there is more. */

/** One follower's ear. A ring between two calls of `next` is not lost. */
interface Ear {
  /** Resolves at the next ring, or after `ms`, or when the ear is closed. */
  next(ms: number): Promise<void>;
  close(): void;
}

/** Only a hint: another replica's appends ring none, so a follower looks for itself now and then. */
export interface Bell {
  ring(task: string): void;
  listen(task: string): Ear;
}

/** Makes a bell. */
export function createBell(): Bell {
  const ears = new Map<string, Set<() => void>>();
  return {
    ring: (task) => {
      for (const hear of ears.get(task) ?? []) hear();
    },
    listen: (task) => {
      const { hear, next } = createEar();
      const heard = ears.get(task) ?? new Set();
      ears.set(task, heard.add(hear));
      const close = (): void => {
        hear();
        heard.delete(hear);
        if (heard.size === 0) ears.delete(task);
      };
      return { next, close };
    },
  };
}

function createEar(): { hear: () => void; next: Ear['next'] } {
  let rung = false;
  let waiting: (() => void) | undefined;
  const hear = (): void => {
    rung = true;
    waiting?.();
  };
  const next = async (ms: number): Promise<void> => {
    if (!rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    [rung, waiting] = [false, undefined];
  };
  return { hear, next };
}

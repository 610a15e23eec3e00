/** The containers of one host that this manager follows, each by one piece of work in the background. */
import { withTrace, type Log } from '@kopr/shared/log';
import type { Contained } from '../backends/backend.js';
import type { Attempt } from '../domain/attempt.js';
import { attend, type AttendOptions } from '../run/attend.js';

export interface Followers {
  /** Follows a container to its end; one that is followed already is not followed twice. */
  follow(contained: Contained): void;
  has(id: string): boolean;
  all(): readonly Contained[];
  /** Lets go of all; resolves when nothing of it works any more. */
  letGo(): Promise<void>;
}

interface Options extends Omit<AttendOptions, 'signal'> {
  /** Called when a container is gone, or was let go of by a failure. */
  readonly onEnd: (attempt: Attempt, removed: boolean) => void;
}

/** Nobody is followed at first. */
export function createFollowers(options: Options): Followers {
  const { onEnd } = options;
  const leaving = new AbortController();
  const followed = new Map<string, { contained: Contained; work: Promise<void> }>();

  const work = async (contained: Contained): Promise<void> => {
    const { id, attempt } = contained;
    const log = logOf(options.log, attempt);
    let removed = false;
    try {
      await withTrace(attempt.trace, () => attend(contained, { ...options, log, signal: leaving.signal }));
      removed = true;
    } catch (error) {
      // Whatever it was, the next sweep finds the container again.
      if (!leaving.signal.aborted) log.error('lost sight of a container', { error });
    }
    followed.delete(id);
    onEnd(attempt, removed);
  };
  return {
    follow(contained) {
      if (followed.has(contained.id) || leaving.signal.aborted) return;
      const entry = { contained, work: Promise.resolve() };
      followed.set(contained.id, entry);
      entry.work = work(contained);
    },
    has: (id) => followed.has(id),
    all: () => [...followed.values()].map(({ contained }) => contained),
    async letGo() {
      leaving.abort();
      await Promise.all([...followed.values()].map((entry) => entry.work));
    },
  };
}

function logOf(log: Log, { task, attempt, build }: Attempt): Log {
  return log.child({ task, attempt, build });
}

/** What a worker host can do for us. One contract, held by test/backends.contract.ts, for every kind of backend. */
import type { Attempt, Launch } from '../domain/attempt.js';
import type { Profile } from '../domain/container-spec.js';
import type { Ending, StopMark } from '../domain/outcome.js';

/** A container as it stands. */
export interface Contained {
  /** The backend's own name for it; outlives restarts of ours. */
  readonly id: string;
  readonly attempt: Attempt;
  readonly state: 'created' | 'running' | 'ended';
  readonly createdAt: Date;
  readonly startedAt: Date | null;
}

export type Channel = 'stdout' | 'stderr';

/**
 * Every call may be repeated. Calls about a container that is not there reject with KoprError `vanished`; calls to a host
 * that does not answer with `host-away`; a host that answers but cannot start a container with `host-refused`.
 */
export interface Backend {
  /** Makes and starts the attempt's container; the one that is there already when there is one. */
  launch(launch: Launch): Promise<Contained>;
  /** All containers of this installation, also those that ended. */
  list(): Promise<Contained[]>;
  /**
   * The output from its first byte, live, up to its end; ends early when the host goes away. Slow readers slow the
   * container's log down, not us.
   */
  output(id: string, channel: Channel, signal: AbortSignal): AsyncIterable<Buffer>;
  /** Resolves when the container has ended. */
  ending(id: string): Promise<Ending>;
  /** Ends it at once and leaves the mark with it. One that ended already keeps its ending and gets no mark. */
  stop(id: string, mark: StopMark): Promise<void>;
  /** Cuts its network, or connects it again. */
  network(id: string, want: 'off' | 'on'): Promise<void>;
  /** Removes it, running or not; no error when it is gone. */
  remove(id: string): Promise<void>;
  /** The least privilege that works here for mock, tried with `image`; undefined when none does or the image is not here. */
  probe(image: string): Promise<Profile | undefined>;
}

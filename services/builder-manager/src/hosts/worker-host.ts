/** One worker host at work: what runs there, what is about to, and what must not any more. */
import type { Body } from '@kopr/proto';
import type { Log } from '@kopr/shared/log';
import type { Backend, Contained } from '../backends/backend.js';
import { keyOf, type Attempt, type Launch } from '../domain/attempt.js';
import type { Profile } from '../domain/container-spec.js';
import type { WorkerHost } from '../domain/workers.js';
import type { LogIntake } from '../run/intake.js';
import type { News } from '../run/news.js';
import { createFollowers } from './followers.js';
import { createMemory } from './memory.js';
import { reportOf } from './report.js';

export interface HostOptions {
  readonly facts: WorkerHost;
  readonly backend: Backend;
  readonly intake: LogIntake;
  readonly news: News;
  readonly log: Log;
  /** A slot changed hands. */
  readonly onChange: () => void;
  readonly probeImage: string;
  /** Whether another host of the file has this name: its containers on a shared engine are not ours. */
  readonly isNeighbour: (name: string) => boolean;
}

/** What a launch came to. `stopped`: a stop had come first. `over`: this attempt ran here and ended before. */
export type Launched = 'started' | 'stopped' | 'over';

export interface HostAtWork {
  facts(): WorkerHost;
  /** New facts from the file; what connects to the host stays. */
  setFacts(facts: WorkerHost): void;
  /** Starts the attempt, or finds it started. Rejects with the backend's errors. */
  launch(launch: Launch): Promise<Launched>;
  /** Ends the task's containers up to that attempt, now or when they come. */
  stop(task: string, upTo: number, reason: string): Promise<void>;
  /** Looks at the host: follows every container that nobody follows. Rejects when the host does not answer. */
  sweep(now: Date): Promise<void>;
  /** What `hosts.reported` says; undefined until the first sweep and while the host does not answer. */
  report(now: Date): Body<'hosts.reported'> | undefined;
  isIdle(): boolean;
  /** Lets go of all containers; they go on. */
  letGo(): Promise<void>;
}

const REMEMBER_MS = 60 * 60 * 1000;
const REMEMBER = { forMs: REMEMBER_MS, limit: 10_000 };
/** A container that was made but not started by then never will be: its order was taken back. */
const UNSTARTED_MS = 10 * 60 * 1000;

/** Nothing is asked of the host before the first sweep or launch. */
export function createHost(options: HostOptions): HostAtWork {
  const { backend, log, onChange, isNeighbour } = options;
  let facts = options.facts;
  let profile: Profile | undefined;
  let isSeen = false;
  const launching = new Map<string, Attempt>();
  const over = createMemory<true>(REMEMBER);
  const tombstones = createMemory<{ upTo: number; reason: string }>(REMEMBER);
  const followers = createFollowers({
    ...options,
    onEnd: (attempt, removed) => {
      if (removed) over.set(keyOf(attempt), true);
      onChange();
    },
  });

  const tombstoneOf = ({ task, attempt }: Attempt): { reason: string } | undefined => {
    const stone = tombstones.get(task);
    return stone && attempt <= stone.upTo ? stone : undefined;
  };
  const take = async (contained: Contained): Promise<void> => {
    followers.follow(contained);
    const stone = tombstoneOf(contained.attempt);
    if (stone) await backend.stop(contained.id, { why: 'stop', reason: stone.reason });
  };
  const stopWhere = async (which: (attempt: Attempt) => boolean, reason: string): Promise<void> => {
    const found = followers.all().filter(({ attempt }) => which(attempt));
    await Promise.all(found.map(({ id }) => backend.stop(id, { why: 'stop', reason })));
  };
  const start = async (launch: Launch): Promise<void> => {
    const { task, attempt } = launch.attempt;
    await stopWhere((other) => other.task === task && other.attempt < attempt, `superseded by attempt ${attempt}`);
    await take(await backend.launch(launch));
  };

  return {
    facts: () => facts,
    setFacts: (next) => void (facts = next),
    async launch(launch) {
      const key = keyOf(launch.attempt);
      if (tombstoneOf(launch.attempt)) return 'stopped';
      if (over.get(key)) return 'over';
      launching.set(key, launch.attempt);
      onChange();
      try {
        await start(launch);
        return 'started';
      } finally {
        launching.delete(key);
        onChange();
      }
    },
    async stop(task, upTo, reason) {
      tombstones.set(task, { upTo, reason });
      await stopWhere((other) => other.task === task && other.attempt <= upTo, reason);
    },
    async sweep(now) {
      isSeen = false;
      profile ??= await backend.probe(options.probeImage);
      for (const contained of await backend.list()) {
        const { id, attempt, state, createdAt } = contained;
        const isOurs = attempt.host === facts.name || !isNeighbour(attempt.host);
        if (!isOurs || followers.has(id) || launching.has(keyOf(attempt))) continue;
        if (state !== 'created') await take(contained);
        else if (now.getTime() - createdAt.getTime() > UNSTARTED_MS) await backend.remove(id);
        log.info('container found', { task: attempt.task, attempt: attempt.attempt, state });
      }
      isSeen = true;
    },
    report: (now) => {
      const running = [...launching.values(), ...followers.all().map(({ attempt }) => attempt)];
      return isSeen ? reportOf(facts, profile, running, now) : undefined;
    },
    isIdle: () => launching.size === 0 && followers.all().length === 0,
    letGo: () => followers.letGo(),
  };
}

/** One worker host at work: what runs there, what is about to, and what must not any more. */
import type { Body } from '@kopr/proto';
import type { Log } from '@kopr/shared/log';
import type { Backend, Contained } from '../backends/backend.js';
import { keyOf, type Attempt, type Launch } from '../domain/attempt.js';
import type { Profile } from '../domain/container-spec.js';
import type { WorkerHost } from '../domain/workers.js';
import type { LogIntake } from '../run/intake.js';
import type { News } from '../run/news.js';
import { createFollowers, type Followers } from './followers.js';
import { createMemory, type Memory } from './memory.js';
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
type Launched = 'started' | 'stopped' | 'over';

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

const REMEMBER = { forMs: 60 * 60 * 1000, limit: 10_000 };
/** A container that was made but not started by then never will be: its order was taken back. */
const UNSTARTED_MS = 10 * 60 * 1000;

/** What is known of the host; all of it can be learnt again by a sweep. */
interface Core extends Omit<HostOptions, 'facts'> {
  facts: WorkerHost;
  profile: Profile | undefined;
  /** Whether the last look at the host found it in order. */
  isSeen: boolean;
  /** Assignments taken but not yet started. */
  readonly launching: Map<string, Attempt>;
  /** Attempts that ended here. */
  readonly over: Memory<true>;
  /** Stops, by task. */
  readonly tombstones: Memory<{ upTo: number; reason: string }>;
  readonly followers: Followers;
}

/** Nothing is asked of the host before the first sweep or launch. */
export function createHost(options: HostOptions): HostAtWork {
  const over = createMemory<true>(REMEMBER);
  const onEnd = (attempt: Attempt, removed: boolean): void => {
    if (removed) over.set(keyOf(attempt), true);
    options.onChange();
  };
  const core: Core = {
    ...options,
    profile: undefined,
    isSeen: false,
    launching: new Map(),
    over,
    tombstones: createMemory(REMEMBER),
    followers: createFollowers({ ...options, onEnd }),
  };
  const { followers, launching } = core;
  return {
    facts: () => core.facts,
    setFacts: (facts) => void (core.facts = facts),
    launch: (launch) => launchOn(core, launch),
    stop: (task, upTo, reason) => stopTask(core, task, upTo, reason),
    sweep: (now) => look(core, now),
    report: (now) => report(core, now),
    isIdle: () => launching.size === 0 && followers.all().length === 0,
    letGo: () => followers.letGo(),
  };
}

async function launchOn(core: Core, launch: Launch): Promise<Launched> {
  const { launching, onChange, backend } = core;
  const { task, attempt } = launch.attempt;
  const key = keyOf(launch.attempt);
  if (core.over.get(key)) return 'over';
  // Of an order that is repeated after the stop, the container is here yet: it will say its end itself.
  const isHere = core.followers.all().some((contained) => keyOf(contained.attempt) === key);
  if (tombstoneOf(core, launch.attempt) && !isHere) return 'stopped';
  launching.set(key, launch.attempt);
  onChange();
  try {
    const isOlder = (other: Attempt): boolean => other.task === task && other.attempt < attempt;
    await stopWhere(core, isOlder, `superseded by attempt ${attempt}`);
    await take(core, await backend.launch(launch));
    return 'started';
  } finally {
    launching.delete(key);
    onChange();
  }
}

async function stopTask(core: Core, task: string, upTo: number, reason: string): Promise<void> {
  core.tombstones.set(task, { upTo, reason });
  await stopWhere(core, (other) => other.task === task && other.attempt <= upTo, reason);
}

async function look(core: Core, now: Date): Promise<void> {
  core.isSeen = false;
  core.profile ??= await core.backend.probe(core.probeImage);
  for (const contained of await core.backend.list()) {
    if (isStray(core, contained)) await adopt(core, contained, now);
  }
  core.isSeen = true;
}

/** Whether a container is ours to look after and nobody does. */
function isStray({ facts, followers, launching, isNeighbour }: Core, { id, attempt }: Contained): boolean {
  const isOurs = attempt.host === facts.name || !isNeighbour(attempt.host);
  return isOurs && !followers.has(id) && !launching.has(keyOf(attempt));
}

async function adopt(core: Core, contained: Contained, now: Date): Promise<void> {
  const { id, attempt, state, createdAt } = contained;
  core.log.info('container found', { task: attempt.task, attempt: attempt.attempt, state });
  if (state !== 'created') await take(core, contained);
  else if (now.getTime() - createdAt.getTime() > UNSTARTED_MS) await core.backend.remove(id);
}

/** Follows a container; a stop that came before it is carried out now. */
async function take(core: Core, contained: Contained): Promise<void> {
  core.followers.follow(contained);
  const stone = tombstoneOf(core, contained.attempt);
  if (stone) await core.backend.stop(contained.id, { why: 'stop', reason: stone.reason });
}

async function stopWhere(core: Core, which: (attempt: Attempt) => boolean, reason: string): Promise<void> {
  const found = core.followers.all().filter(({ attempt }) => which(attempt));
  await Promise.all(found.map(({ id }) => core.backend.stop(id, { why: 'stop', reason })));
}

function tombstoneOf({ tombstones }: Core, { task, attempt }: Attempt): { reason: string } | undefined {
  const stone = tombstones.get(task);
  return stone && attempt <= stone.upTo ? stone : undefined;
}

function report({ facts, profile, launching, followers, isSeen }: Core, now: Date): Body<'hosts.reported'> | undefined {
  const running = [...launching.values(), ...followers.all().map(({ attempt }) => attempt)];
  return isSeen ? reportOf(facts, profile, running, now) : undefined;
}

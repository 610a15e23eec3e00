/** A worker host that only pretends: each attempt plays a script. For tests of everything above a backend. */
import { setTimeout as pause } from 'node:timers/promises';
import { KoprError } from '@kopr/shared/errors';
import { z } from 'zod';
import { keyOf, type Launch } from '../domain/attempt.js';
import type { Ending, StopMark } from '../domain/outcome.js';
import type { Backend, Channel, Contained } from './backend.js';

/** What a pretended container does, in order. It ends with 0 after the last step. */
const scriptShape = z.array(
  z.union([
    z.strictObject({ out: z.string() }),
    z.strictObject({ err: z.string() }),
    z.strictObject({ pauseMs: z.number() }),
    z.strictObject({ exit: z.number().int() }),
    /** Until it is killed. */
    z.strictObject({ forever: z.literal(true) }),
  ]),
);
export type Script = z.output<typeof scriptShape>;

/** The script is carried where a real builder finds its token. */
export function scriptToken(script: Script): string {
  return JSON.stringify(script);
}

/** The pretended host. Its containers outlive whoever follows them, as real ones do. */
export interface DummyBackend extends Backend {
  /** Every change of network that was asked for. */
  readonly networkCalls: readonly (readonly [id: string, want: 'off' | 'on'])[];
  /** While false, nothing answers. */
  isUp: boolean;
}

const KILLED = 137;

interface Container {
  readonly contained: Contained;
  readonly output: Record<Channel, Buffer[]>;
  readonly kill: AbortController;
  ended: Ending | undefined;
  mark: StopMark | null;
}

/** A host without containers. */
export function dummyBackend(): DummyBackend {
  const containers = new Map<string, Container>();
  const networkCalls: [string, 'off' | 'on'][] = [];
  const find = (id: string): Container => {
    const found = containers.get(id);
    if (!backend.isUp) throw new KoprError('host-away', 'the host does not answer');
    if (!found) throw new KoprError('vanished', `no container ${id}`);
    return found;
  };
  // Promises of the contract reject; none throws at the call.
  const answer = <T>(work: () => T | Promise<T>): Promise<T> => Promise.resolve().then(work);
  const backend: DummyBackend = {
    networkCalls,
    isUp: true,
    launch: (launch) =>
      answer(() => {
        const id = keyOf(launch.attempt);
        if (!containers.has(id)) containers.set(id, startContainer(launch, id));
        return describe(find(id));
      }),
    list: () =>
      answer(() => {
        if (!backend.isUp) throw new KoprError('host-away', 'the host does not answer');
        return [...containers.values()].map(describe);
      }),
    output: (id, channel, signal) => read(() => find(id), channel, signal),
    ending: (id) => answer(() => endingOf(() => find(id))),
    stop: (id, mark) => answer(() => kill(find(id), mark)),
    network: (id, want) => answer(() => void networkCalls.push([find(id).contained.id, want])),
    remove: (id) => answer(() => void (containers.get(id)?.kill.abort(), containers.delete(id))),
    probe: () => Promise.resolve('caps'),
  };
  return backend;
}

function describe({ contained, ended }: Container): Contained {
  return { ...contained, state: ended ? 'ended' : 'running' };
}

function startContainer({ attempt, token }: Launch, id: string): Container {
  const now = new Date();
  const container: Container = {
    contained: { id, attempt, state: 'running', createdAt: now, startedAt: now },
    output: { stdout: [], stderr: [] },
    kill: new AbortController(),
    ended: undefined,
    mark: null,
  };
  void play(container, scriptShape.parse(JSON.parse(token)));
  return container;
}

async function play(container: Container, script: Script): Promise<void> {
  const { output, kill, contained } = container;
  let exitCode = 0;
  try {
    for (const step of script) {
      kill.signal.throwIfAborted();
      if ('out' in step) output.stdout.push(Buffer.from(step.out));
      else if ('err' in step) output.stderr.push(Buffer.from(step.err));
      else if ('exit' in step) exitCode = step.exit;
      else await pause('pauseMs' in step ? step.pauseMs : 2 ** 30, undefined, { signal: kill.signal });
    }
  } catch {
    exitCode = KILLED;
  }
  const { startedAt } = contained;
  container.ended = { exitCode, oomKilled: false, startedAt, endedAt: new Date(), mark: container.mark };
}

function kill(container: Container, mark: StopMark): void {
  if (container.ended) return;
  container.mark = mark;
  container.kill.abort();
}

const LOOK_EVERY_MS = 5;

async function* read(find: () => Container, channel: Channel, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    if (signal.aborted) return;
    // Looked at before the output: what ends has said all.
    const { ended, output } = find();
    const chunks = output[channel].slice(at);
    at += chunks.length;
    yield* chunks;
    if (ended) return;
    await pause(LOOK_EVERY_MS);
  }
}

async function endingOf(find: () => Container): Promise<Ending> {
  for (;;) {
    const { ended } = find();
    if (ended) return ended;
    await pause(LOOK_EVERY_MS);
  }
}

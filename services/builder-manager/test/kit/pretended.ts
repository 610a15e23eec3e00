/** A host at work on a pretended backend, with a pretended intake and a record of what was said. */
import type { SourceStage } from '@kopr/proto';
import { silentLog } from '@kopr/shared/log';
import type { Backend } from '../../src/backends/backend.js';
import { scriptToken, type Script } from '../../src/backends/dummy-backend.js';
import { keyOf, type Attempt, type Launch } from '../../src/domain/attempt.js';
import { createHost, type HostAtWork, type HostOptions } from '../../src/hosts/worker-host.js';
import type { LogIntake } from '../../src/run/intake.js';
import type { News } from '../../src/run/news.js';
import { launchOf } from './attempts.js';

/** Logs by attempt. While `isUp` is false every call fails. */
export interface PretendedIntake extends LogIntake {
  readonly logs: Map<string, string>;
  readonly sealed: Map<string, number>;
  isUp: boolean;
}

export function pretendedIntake(): PretendedIntake {
  const logs = new Map<string, string>();
  const sealed = new Map<string, number>();
  const guard = (): void => {
    if (!intake.isUp) throw new Error('the intake does not answer');
  };
  const intake: PretendedIntake = {
    logs,
    sealed,
    isUp: true,
    held: (attempt) =>
      Promise.resolve()
        .then(guard)
        .then(() => (logs.get(keyOf(attempt)) ?? '').length),
    put: (attempt, offset, bytes) =>
      Promise.resolve().then(() => {
        guard();
        const held = logs.get(keyOf(attempt)) ?? '';
        if (offset > held.length) return { stored: false, held: held.length };
        logs.set(keyOf(attempt), held + bytes.toString().slice(held.length - offset));
        return { stored: true, held: offset + bytes.length };
      }),
    seal: (attempt, size) =>
      Promise.resolve()
        .then(guard)
        .then(() => void sealed.set(keyOf(attempt), size)),
  };
  return intake;
}

/** What was said, as short lines; `news.isUp` false: the broker is away. */
export function recordedNews(): News & { said: string[]; stages: Map<string, SourceStage>; isUp: boolean } {
  const say = async (line: string, signal: AbortSignal): Promise<void> => {
    while (!news.isUp) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    news.said.push(line);
  };
  const news = {
    said: [] as string[],
    /** Where source tasks failed. */
    stages: new Map<string, SourceStage>(),
    isUp: true,
    started: ({ attempt }: { attempt: Attempt }, { signal }: { signal: AbortSignal }) =>
      say(`${keyOf(attempt)} started`, signal),
    ended: (attempt: Attempt, { verdict }: Parameters<News['ended']>[1], { signal }: { signal: AbortSignal }) => {
      const key = keyOf(attempt);
      if (verdict.news === 'finished' && verdict.stage) news.stages.set(key, verdict.stage);
      return say(`${key} ${verdict.news === 'lost' ? 'lost' : verdict.outcome}: ${verdict.reason ?? 'well'}`, signal);
    },
  };
  return news;
}

/** A manager's view of one host; several can share a backend one after the other, as after a restart. */
export function hostOn(backend: Backend, own: Pick<HostOptions, 'intake' | 'news'> & Partial<HostOptions>): HostAtWork {
  return createHost({
    facts: {
      name: 'local',
      socket: '/s',
      arches: ['x86_64'],
      slots: 2,
      engines: ['rpmbuild'],
      tags: [],
      draining: false,
    },
    backend,
    log: silentLog(),
    onChange: () => undefined,
    probeImage: 'any',
    isNeighbour: () => false,
    ...own,
  });
}

/** An order whose container plays the script. */
export function orderOf(attempt: Attempt, script: Script): Launch {
  return launchOf(attempt, { token: scriptToken(script) });
}

const MANIFEST = { kopr: 'manifest', sha256: 'd'.repeat(64), outcome: 'succeeded', reason: null };

/** A builder that works for a moment, delivers and ends. */
export const GOOD: Script = [
  { out: 'hello\n' },
  { pauseMs: 20 },
  { err: `${JSON.stringify(MANIFEST)}\n` },
  { out: 'done\n' },
];
/** One that never ends by itself. */
export const ENDLESS: Script = [{ out: 'hello\n' }, { forever: true }];

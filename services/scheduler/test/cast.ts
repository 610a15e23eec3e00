/** A small named cast for the scheduler's tests: placements, reports and news with everything unimportant filled in. */
import type { Body, Placement } from '@kopr/proto';
import type { News } from '../src/domain/decide.js';

/** Noon, in ms; tests count from here. */
export const NOON = Date.parse('2026-01-01T12:00:00Z');
export const TRACE = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;

/** `bob`’s task `42-minidistro-13-x86_64`, queued at noon, unless told else. */
export function placement(more: Partial<Placement> = {}): Placement {
  const task = more.task ?? '42-minidistro-13-x86_64';
  return {
    task,
    kind: 'rpm',
    build: Number(task.split('-')[0]),
    attempt: 0,
    owner: 'bob',
    projectId: 7,
    priority: 0,
    batch: null,
    arch: 'x86_64',
    engine: 'rpmbuild',
    image: 'kopr/minidistro:13',
    tags: [],
    class: { memoryMb: 2048, cpus: 1, pids: 4096, diskMb: 10240 },
    timeLimitS: 18000,
    network: false,
    results: 'bob/tools/minidistro-13-x86_64/00000042-hello',
    queuedAt: new Date(NOON).toISOString(),
    ...more,
  };
}

/** A report of host `alpha` with two slots, written at `at` ms. */
export function report(at: number, more: Partial<Body<'hosts.reported'>> = {}): Body<'hosts.reported'> {
  return {
    host: 'alpha',
    at: new Date(at).toISOString(),
    arches: ['x86_64'],
    engines: ['rpmbuild', 'mock'],
    slots: 2,
    tags: [],
    draining: false,
    profile: 'caps',
    running: [],
    ...more,
  };
}

/** The good end of an attempt on alpha. */
export function finished(
  task: string,
  attempt: number,
  more: Partial<Body<'task.finished'>> = {},
): Body<'task.finished'> {
  return {
    task,
    attempt,
    kind: 'rpm',
    build: Number(task.split('-')[0]),
    host: 'alpha',
    stage: null,
    outcome: 'succeeded',
    reason: null,
    manifest: 'c'.repeat(64),
    startedAt: null,
    endedAt: '2026-01-01T12:00:12Z',
    ...more,
  };
}

const COMMON = { kind: 'rpm', build: 42, host: 'alpha' } as const;
const TASK = '42-minidistro-13-x86_64';

/** News by name; what is left out is as in the cast. */
export const news = {
  queued: (more: Partial<Placement> = {}): News => ({ type: 'task.queued', body: placement(more), trace: TRACE }),
  reported: (at: number, more: Partial<Body<'hosts.reported'>> = {}): News => ({
    type: 'hosts.reported',
    body: report(at, more),
    trace: TRACE,
  }),
  started: (attempt: number, more: Partial<Body<'task.started'>> = {}): News => ({
    type: 'task.started',
    body: { ...COMMON, task: TASK, attempt, address: null, startedAt: '2026-01-01T12:00:02Z', ...more },
    trace: TRACE,
  }),
  finished: (attempt: number, more: Partial<Body<'task.finished'>> = {}): News => ({
    type: 'task.finished',
    body: finished(TASK, attempt, more),
    trace: TRACE,
  }),
  lost: (attempt: number, more: Partial<Body<'task.lost'>> = {}): News => ({
    type: 'task.lost',
    body: { ...COMMON, task: TASK, attempt, reason: 'the container vanished', ...more },
    trace: TRACE,
  }),
  canceled: (build = 42): News => ({
    type: 'build.cancel-requested',
    body: { build, projectId: 7, reason: 'canceled by bob' },
    trace: TRACE,
  }),
};

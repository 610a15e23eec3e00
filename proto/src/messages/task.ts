/** Tasks: one unit of work for a builder, from the line to its end. */
import { z } from 'zod';
import { defineMessage } from '../message.js';
import {
  attempt,
  buildId,
  engine,
  outcome,
  owner,
  reason,
  resourceClass,
  sha256,
  sourceStage,
  taskId,
  taskKind,
  time,
} from '../parts.js';

/** All that placing a task needs, and no more. Everything else is in the task's definition at the frontend. */
export const placement = z.object({
  task: taskId,
  kind: taskKind,
  build: buildId,
  /** The last attempt that the speaker knows of; the next one is higher. */
  attempt,
  owner,
  projectId: z.number().int().positive(),
  /** 0 is ordinary, 10 background; lower goes first. */
  priority: z.number().int().min(0).max(99),
  batch: z.number().int().positive().nullable(),
  /** Architecture of the worker host, as `uname -m` says; null when any does. */
  arch: z.string().max(32).nullable(),
  engine,
  /** The container image that the attempt runs in. */
  image: z.string().min(1).max(255),
  tags: z.array(z.string().max(64)).max(20).default([]),
  class: resourceClass,
  /** Seconds from the container's start to its forced end. */
  timeLimitS: z.number().int().positive(),
  /** Whether build processes may use the network. */
  network: z.boolean(),
  /** Where results and logs go below the results tree: `<owner>/<dirname>/<chroot>/<%08d build>-<package>`. Signed into the builder's token, so that the intake needs to ask nobody. */
  results: z.string().min(1).max(500),
  /** When the frontend queued it first: its place in line, kept over losses. */
  queuedAt: time,
});
export type Placement = z.output<typeof placement>;

const example: z.input<typeof placement> = {
  task: '42-minidistro-13-x86_64',
  kind: 'rpm',
  build: 42,
  attempt: 0,
  owner: 'alice',
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
  results: 'alice/tools/minidistro-13-x86_64/00000042-hello',
  queuedAt: '2026-01-01T12:00:00Z',
};

export const taskQueued = defineMessage(
  'task.queued',
  1,
  'A task wants a slot. Said again after a rebuild of the line.',
  placement,
  example,
);

export const taskAssigned = defineMessage(
  'task.assigned',
  1,
  'A task got a slot on a worker host; `attempt` is the one to start.',
  placement.extend({ host: z.string().max(100) }),
  { ...example, attempt: 1, host: 'local' },
);

export const taskStopRequested = defineMessage(
  'task.stop-requested',
  1,
  'Stop this task’s container on this host, whichever attempt runs up to the one named.',
  z.object({ task: taskId, attempt, host: z.string().max(100), reason }),
  { task: '42-minidistro-13-x86_64', attempt: 1, host: 'local', reason: 'canceled' },
);

export const taskStarted = defineMessage(
  'task.started',
  1,
  'The container of an attempt runs.',
  z.object({
    task: taskId,
    kind: taskKind,
    build: buildId,
    attempt,
    host: z.string().max(100),
    address: z.string().max(100).nullable(),
    startedAt: time,
  }),
  {
    task: '42-minidistro-13-x86_64',
    kind: 'rpm',
    build: 42,
    attempt: 1,
    host: 'local',
    address: null,
    startedAt: '2026-01-01T12:00:02Z',
  },
);

export const taskFinished = defineMessage(
  'task.finished',
  1,
  'The container of an attempt is gone and its whole log stored; the slot is free.',
  z.object({
    task: taskId,
    kind: taskKind,
    build: buildId,
    attempt,
    host: z.string().max(100),
    outcome,
    /** Why it failed, in words for the packager; null when it did not. */
    reason: reason.nullable(),
    /** Where a source task failed; null otherwise. */
    stage: sourceStage.nullable().default(null),
    /** SHA-256 of the manifest that the builder put to the intake; null when it came to none. */
    manifest: sha256.nullable(),
    startedAt: time.nullable(),
    endedAt: time,
  }),
  {
    task: '42-minidistro-13-x86_64',
    kind: 'rpm',
    build: 42,
    attempt: 1,
    host: 'local',
    outcome: 'succeeded',
    reason: null,
    manifest: 'c'.repeat(64),
    startedAt: '2026-01-01T12:00:02Z',
    endedAt: '2026-01-01T12:00:12Z',
  },
);

export const taskLost = defineMessage(
  'task.lost',
  1,
  'The host or the container of an attempt is gone, or never came up; not the packager’s fault.',
  z.object({ task: taskId, kind: taskKind, build: buildId, attempt, host: z.string().max(100), reason }),
  {
    task: '42-minidistro-13-x86_64',
    kind: 'rpm',
    build: 42,
    attempt: 1,
    host: 'local',
    reason: 'the container vanished',
  },
);

export const taskRequeued = defineMessage(
  'task.requeued',
  1,
  'A lost attempt’s task is back in line.',
  z.object({ task: taskId, kind: taskKind, build: buildId, attempt, losses: z.number().int().min(0), reason }),
  { task: '42-minidistro-13-x86_64', kind: 'rpm', build: 42, attempt: 1, losses: 1, reason: 'the container vanished' },
);

export const taskGivenUp = defineMessage(
  'task.given-up',
  1,
  'A task was lost too often; it ends as failed.',
  z.object({ task: taskId, kind: taskKind, build: buildId, attempt, reason }),
  {
    task: '42-minidistro-13-x86_64',
    kind: 'rpm',
    build: 42,
    attempt: 3,
    reason: 'lost three times, last on local: the container vanished',
  },
);

export const lineRebuildRequested = defineMessage(
  'line.rebuild-requested',
  1,
  'The scheduler’s line was lost: say every open task again.',
  z.object({ request: z.uuid() }),
  { request: '01890a5d-ac96-774b-bcce-b302099a8057' },
);

export const hostsReported = defineMessage(
  'hosts.reported',
  1,
  'A worker host as its manager sees it: every 5 s and whenever a slot changes hands.',
  z.object({
    host: z.string().max(100),
    at: time,
    arches: z.array(z.string().max(32)),
    engines: z.array(engine),
    slots: z.number().int().min(0),
    tags: z.array(z.string().max(64)),
    draining: z.boolean(),
    /** Least privilege that works there: `caps` or `privileged`; null while not probed. */
    profile: z.enum(['caps', 'privileged']).nullable(),
    /** Containers that exist there, and assignments taken but not yet started. */
    running: z.array(z.object({ task: taskId, attempt })),
  }),
  {
    host: 'local',
    at: '2026-01-01T12:00:00Z',
    arches: ['x86_64'],
    engines: ['rpmbuild'],
    slots: 2,
    tags: [],
    draining: false,
    profile: 'caps',
    running: [{ task: '42-minidistro-13-x86_64', attempt: 1 }],
  },
);

export const buildCancelRequested = defineMessage(
  'build.cancel-requested',
  1,
  'A build was canceled (or its project deleted): drop its waiting tasks, stop its running ones, forget its import.',
  z.object({ build: buildId, projectId: z.number().int().positive(), reason }),
  { build: 42, projectId: 7, reason: 'canceled by alice' },
);

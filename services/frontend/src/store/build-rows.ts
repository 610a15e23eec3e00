/** Rows of builds and of their chroots, and the way between rows and the domain's values. */
import type { Body, Nevra } from '@kopr/proto';
import type { BuildStateName, ChrootState, InnerPhase, Phase, SourceState } from '@kopr/shared/domain';
import { EntitySchema } from 'typeorm';
import type { Build, BuildOutline, Chroot, ChrootOutline, TaskOrder } from '../domain/build.js';
import type { SourceType } from '../domain/source-definition.js';
import { flag, id, integer, json, long, nullable, ref, text, time } from './column.js';
import type { ProjectRow } from './projects.js';
import { sourceOf, type BuildSourceRow } from './source-rows.js';

export interface BuildRow {
  id: number;
  projectId: number;
  dirname: string;
  submitterId: number | null;
  submitter: string | null;
  /** Derived from the parts at every write, so that lists can ask for it. */
  state: BuildStateName;
  canceled: boolean;
  reason: string | null;
  sourceType: SourceType;
  sourceParams: Record<string, unknown>;
  sourceState: SourceState;
  sourceReason: string | null;
  sourceMovedAt: Date;
  packageName: string | null;
  version: string | null;
  /** Where below the results the SRPM lies that was built; derived from the parts at every write, for lists. */
  srpm: string | null;
  chosen: string[] | null;
  timeoutS: number;
  background: boolean;
  enableNet: boolean | null;
  bootstrap: string | null;
  isolation: string | null;
  submittedAt: Date;
  endedAt: Date | null;
  /** When the deadlines loop looks at it next. */
  checkAt: Date | null;
  batchId: number | null;
  /** True while the batch before its own is not over; null otherwise, so that few rows are in the index. */
  blocked: true | null;
  /** What the import said, of a blocked build. */
  imported: Body<'source.imported'> | null;
  /** The traceparent of the submission: all that happens later belongs to it. */
  trace: string;
}

export const BuildEntity = new EntitySchema<BuildRow>({
  name: 'build',
  tableName: 'builds',
  columns: {
    id,
    projectId: ref('project_id'),
    dirname: text('dirname'),
    submitterId: ref('submitter_id', nullable),
    submitter: text('submitter', nullable),
    state: text('state'),
    canceled: flag('canceled'),
    reason: long('reason', nullable),
    sourceType: text('source_type'),
    sourceParams: json('source_params'),
    sourceState: text('source_state'),
    sourceReason: long('source_reason', nullable),
    sourceMovedAt: time('source_moved_at'),
    packageName: text('package_name', nullable),
    version: text('version', nullable),
    srpm: text('srpm', nullable),
    chosen: json('chosen', nullable),
    timeoutS: integer('timeout_s', { unsigned: true }),
    background: flag('background'),
    enableNet: flag('enable_net', nullable),
    bootstrap: text('bootstrap', nullable),
    isolation: text('isolation', nullable),
    submittedAt: time('submitted_at'),
    endedAt: time('ended_at', nullable),
    checkAt: time('check_at', nullable),
    batchId: ref('batch_id', nullable),
    blocked: flag('blocked', nullable),
    imported: json('imported', nullable),
    trace: text('trace'),
  },
});

export interface BuildChrootRow {
  id: number;
  buildId: number;
  name: string;
  state: ChrootState;
  phase: InnerPhase;
  attempt: number;
  attemptPhase: Phase;
  task: TaskOrder | null;
  host: string | null;
  address: string | null;
  began: boolean;
  reason: string | null;
  manifest: string | null;
  request: string | null;
  packages: Nevra[];
  startedAt: Date | null;
  endedAt: Date | null;
  movedAt: Date;
}

export const BuildChrootEntity = new EntitySchema<BuildChrootRow>({
  name: 'build_chroot',
  tableName: 'build_chroots',
  columns: {
    id,
    buildId: ref('build_id'),
    name: text('name'),
    state: text('state'),
    phase: text('phase'),
    attempt: integer('attempt', { unsigned: true }),
    attemptPhase: text('attempt_phase'),
    task: json('task', nullable),
    host: text('host', nullable),
    address: text('address', nullable),
    began: flag('began'),
    reason: long('reason', nullable),
    manifest: text('manifest', nullable),
    request: text('request', nullable),
    packages: json('packages'),
    startedAt: time('started_at', nullable),
    endedAt: time('ended_at', nullable),
    movedAt: time('moved_at'),
  },
});

/** The domain's build out of its rows. */
export function buildOf(
  row: BuildRow,
  project: ProjectRow,
  chroots: readonly BuildChrootRow[],
  source: BuildSourceRow | null | undefined,
): Build {
  const { timeoutS, background, enableNet, bootstrap, isolation } = row;
  return {
    id: row.id,
    project: { id: project.id, owner: project.owner, name: project.name, dirname: row.dirname },
    submitter: row.submitter,
    options: { timeoutS, background, enableNet, bootstrap, isolation },
    chosen: row.chosen,
    source: sourceOf({ state: row.sourceState, reason: row.sourceReason, movedAt: row.sourceMovedAt }, source),
    package: row.packageName,
    version: row.version,
    batch: batchOf(row),
    imported: row.imported,
    chroots: chroots.map(chrootOf),
    canceled: row.canceled,
    reason: row.reason,
    submittedAt: row.submittedAt,
    endedAt: row.endedAt,
  };
}

function chrootOf(row: BuildChrootRow): Chroot {
  const { name, state, phase, attempt, attemptPhase, task, host, address, began, reason } = row;
  const { manifest, request, packages, startedAt, endedAt, movedAt } = row;
  const progress = { attempt, phase: attemptPhase };
  const soFar = { name, state, phase, progress, task, host, address, began, reason };
  return { ...soFar, manifest, request, packages, startedAt, endedAt, movedAt };
}

/** The columns that outlines are made of. Those left out are long, or dates, which cost more than the rest together. */
export const OUTLINE = {
  build: [
    'id',
    'projectId',
    'dirname',
    'submitter',
    'canceled',
    'reason',
    'sourceType',
    'sourceParams',
    'sourceState',
    'sourceReason',
    'packageName',
    'version',
    'srpm',
    'background',
    'submittedAt',
    'endedAt',
    'batchId',
    'blocked',
  ],
  chroot: ['id', 'name', 'state', 'reason', 'startedAt', 'endedAt'],
} as const satisfies { build: readonly (keyof BuildRow)[]; chroot: readonly (keyof BuildChrootRow)[] };

export type BuildOutlineRow = Pick<BuildRow, (typeof OUTLINE.build)[number]>;
export type ChrootOutlineRow = Pick<BuildChrootRow, (typeof OUTLINE.chroot)[number]>;

/** The domain's outline out of such rows. */
export function outlineOf(
  row: BuildOutlineRow,
  project: Pick<ProjectRow, 'id' | 'owner' | 'name'>,
  chroots: readonly ChrootOutline[],
): BuildOutline {
  // Written out: spreading would cost more than reading the row.
  return {
    id: row.id,
    project: { id: project.id, owner: project.owner, name: project.name, dirname: row.dirname },
    submitter: row.submitter,
    options: { background: row.background },
    source: { state: row.sourceState, reason: row.sourceReason },
    package: row.packageName,
    version: row.version,
    batch: batchOf(row),
    chroots,
    canceled: row.canceled,
    reason: row.reason,
    submittedAt: row.submittedAt,
    endedAt: row.endedAt,
  };
}

function batchOf({ batchId, blocked }: Pick<BuildRow, 'batchId' | 'blocked'>): Build['batch'] {
  return batchId === null ? null : { id: batchId, blocked: Boolean(blocked) };
}

/** The row of a chroot, without its number. */
export function chrootRowOf({ progress, ...rest }: Chroot, buildId: number): Omit<BuildChrootRow, 'id'> {
  return { ...rest, packages: [...rest.packages], buildId, attempt: progress.attempt, attemptPhase: progress.phase };
}

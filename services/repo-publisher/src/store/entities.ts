/** The publisher's tables as plain rows. Ids are `int`: TypeORM would hand out a bigint as text. */
import type { Body } from '@kopr/proto';
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';

/** What an order asks: one of `repo.requested`, or to publish a build. */
export type Verb =
  | 'publish'
  | 'create'
  | 'regenerate'
  | 'settings'
  | 'fork'
  | 'delete-builds'
  | 'delete-chroots'
  | 'delete-dir'
  | 'delete';
/** waiting: nothing was done; placed: its files lie in the tree and its packages in the index; done and failed are final. */
type Step = 'waiting' | 'placed' | 'done' | 'failed';
/** What is said when the work is over. */
export type Answer =
  { type: 'repo.published'; body: Body<'repo.published'> } | { type: 'repo.failed'; body: Body<'repo.failed'> };
/** The order itself, as it came. */
export type Order = Body<'publish.requested'> | Body<'repo.requested'>;

/** A project as far as the publisher knows it. A deleted one stays, as the stone over its id. */
export interface Project {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly state: 'live' | 'deleted';
}

/**
 * A line of work in which one turn at a time is served: a repository's; with an empty chroot that of a whole directory, and
 * without a dirname, too, that of a whole project.
 */
export interface Lane {
  readonly id: number;
  readonly projectId: number;
  readonly owner: string;
  readonly dirname: string;
  readonly chroot: string;
  /** Counts the switches of the repository. */
  readonly revision: number;
  /** Whoever holds this token until then may change the repository. */
  readonly lease: string | null;
  readonly leasedUntil: Date | null;
  readonly servedAt: Date | null;
  /** Null until somebody said. */
  readonly develMode: boolean | null;
}

/** One order for one lane. */
export interface Work {
  readonly id: number;
  readonly request: string;
  readonly laneId: number;
  readonly verb: Verb;
  readonly body: Order;
  readonly step: Step;
  readonly tries: number;
  readonly notBefore: Date;
  /** The traceparent of the order. */
  readonly trace: string;
  readonly answer: Answer | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** One RPM of a repository; the list of these is what its metadata is made from. */
export interface Package {
  readonly id: number;
  readonly laneId: number;
  readonly build: number;
  /** Below the repository's folder. */
  readonly path: string;
  readonly name: string;
  readonly epoch: number | null;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  /** Whether the main metadata has it; in devel mode it waits for the next regenerate. */
  readonly listed: boolean;
}

/** Which attempt's log is the one of a result folder. */
export interface LiveLog {
  readonly results: string;
  readonly task: string;
  readonly attempt: number;
  readonly sealed: boolean;
}

const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;
const id = { type: 'int', unsigned: true } as const;
const when = (name: string, nullable = false): EntitySchemaColumnOptions => ({
  name,
  type: 'datetime',
  precision: 3,
  nullable,
});
const text = (length: number, name?: string): EntitySchemaColumnOptions => ({
  type: 'varchar',
  length,
  ...(name === undefined ? {} : { name }),
});

export const ProjectEntity = new EntitySchema<Project>({
  name: 'project',
  tableName: 'projects',
  columns: {
    id: { ...id, primary: true },
    owner: text(100),
    name: text(100),
    state: { type: 'enum', enum: ['live', 'deleted'] },
  },
});

export const LaneEntity = new EntitySchema<Lane>({
  name: 'lane',
  tableName: 'lanes',
  columns: {
    id: { ...id, primary: true, generated: 'increment' },
    projectId: { ...id, name: 'project_id' },
    owner: text(100),
    dirname: text(200),
    chroot: text(100),
    revision: { ...id, default: 0 },
    lease: { type: 'char', length: 36, nullable: true, ...ascii },
    leasedUntil: when('leased_until', true),
    servedAt: when('served_at', true),
    develMode: { name: 'devel_mode', type: 'boolean', nullable: true },
  },
});

export const WorkEntity = new EntitySchema<Work>({
  name: 'work',
  tableName: 'work',
  columns: {
    id: { ...id, primary: true, generated: 'increment' },
    request: { type: 'char', length: 36, ...ascii },
    laneId: { ...id, name: 'lane_id' },
    verb: text(20),
    body: { type: 'json' },
    step: { type: 'enum', enum: ['waiting', 'placed', 'done', 'failed'], default: 'waiting' },
    tries: { ...id, default: 0 },
    notBefore: when('not_before'),
    trace: { type: 'char', length: 55, ...ascii },
    answer: { type: 'json', nullable: true },
    createdAt: when('created_at'),
    endedAt: when('ended_at', true),
  },
});

export const PackageEntity = new EntitySchema<Package>({
  name: 'package',
  tableName: 'packages',
  columns: {
    id: { ...id, primary: true, generated: 'increment' },
    laneId: { ...id, name: 'lane_id' },
    build: id,
    path: text(600),
    name: text(255),
    epoch: { ...id, nullable: true },
    version: text(255),
    release: text(255),
    arch: text(32),
    listed: { type: 'boolean' },
  },
});

export const LiveLogEntity = new EntitySchema<LiveLog>({
  name: 'liveLog',
  tableName: 'live_logs',
  columns: {
    results: { ...text(500), primary: true },
    task: text(120),
    attempt: id,
    sealed: { type: 'boolean' },
  },
});

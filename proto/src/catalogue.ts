/** Every message of the house: who says it, who works on it, who listens. Exchanges, queues and bindings are derived from here. */
import type { z } from 'zod';
import type { MessageSpec } from './message.js';
import * as facts from './messages/facts.js';
import * as publish from './messages/publish.js';
import * as source from './messages/source.js';
import * as status from './messages/status.js';
import * as task from './messages/task.js';

export const SERVICES = ['frontend', 'dist-git', 'scheduler', 'builder-manager', 'repo-publisher', 'notifier'] as const;
export type Service = (typeof SERVICES)[number];

/** One row of the catalogue. */
export interface Row {
  readonly message: MessageSpec;
  readonly saidBy: readonly Service[];
  /** The one service that must act on it. `host` means the queue of the worker host named in the body. */
  readonly workFor?: Service | 'host';
  readonly newsFor: readonly Service[];
  /** Listeners that a later step of the plan brings: they have no queue and no consumer yet. */
  readonly planned?: readonly Service[];
  /** How long a message is worth anything, in ms; for reports that the next one replaces. */
  readonly ttlMs?: number;
}

const row = (
  message: MessageSpec,
  saidBy: Service | readonly Service[],
  rest: Partial<Omit<Row, 'message' | 'saidBy'>>,
): Row => ({
  message,
  saidBy: typeof saidBy === 'string' ? [saidBy] : saidBy,
  newsFor: [],
  ...rest,
});

export const CATALOGUE: readonly Row[] = [
  row(source.sourceRequested, 'frontend', { workFor: 'dist-git' }),
  row(source.importRequested, 'frontend', { workFor: 'dist-git' }),
  row(source.sourceForkRequested, 'frontend', { workFor: 'dist-git' }),
  row(source.sourceResolved, 'dist-git', { workFor: 'frontend' }),
  row(source.sourceImported, 'dist-git', { workFor: 'frontend' }),
  row(source.sourceFailed, 'dist-git', { workFor: 'frontend' }),
  row(task.taskQueued, 'frontend', { workFor: 'scheduler' }),
  row(task.taskAssigned, 'scheduler', { workFor: 'host', newsFor: ['frontend'] }),
  row(task.taskStopRequested, 'scheduler', { workFor: 'host' }),
  row(task.taskStarted, 'builder-manager', { workFor: 'frontend', newsFor: ['scheduler'] }),
  row(task.taskFinished, 'builder-manager', { workFor: 'frontend', newsFor: ['scheduler'] }),
  row(task.taskLost, 'builder-manager', { workFor: 'scheduler' }),
  row(task.taskRequeued, 'scheduler', { workFor: 'frontend' }),
  row(task.taskGivenUp, 'scheduler', { workFor: 'frontend' }),
  row(task.lineRebuildRequested, 'scheduler', { workFor: 'frontend' }),
  row(source.gitPushed, 'dist-git', { workFor: 'frontend' }),
  row(facts.serviceAlarmed, SERVICES, { newsFor: ['frontend', 'notifier'] }),
  row(facts.serviceEased, SERVICES, { newsFor: ['frontend', 'notifier'] }),
  row(task.hostsReported, 'builder-manager', { workFor: 'scheduler', planned: ['frontend'], ttlMs: 15_000 }),
  row(task.buildCancelRequested, 'frontend', { workFor: 'scheduler', newsFor: ['dist-git'] }),
  row(publish.publishRequested, 'frontend', { workFor: 'repo-publisher' }),
  row(publish.repoRequested, 'frontend', { workFor: 'repo-publisher' }),
  row(publish.repoPublished, 'repo-publisher', { workFor: 'frontend', planned: ['notifier'] }),
  row(publish.repoFailed, 'repo-publisher', { workFor: 'frontend', planned: ['notifier'] }),
  row(facts.taskBegan, 'frontend', { newsFor: ['notifier'] }),
  row(facts.taskEnded, 'frontend', { newsFor: ['notifier'] }),
  row(facts.chrootEnded, 'frontend', { planned: ['notifier'] }),
  row(facts.buildEnded, 'frontend', { newsFor: ['notifier'] }),
  row(status.statusRequested, 'frontend', { workFor: 'notifier' }),
  row(status.statusEnded, 'notifier', { workFor: 'frontend' }),
  row(facts.projectChanged, 'frontend', { newsFor: ['dist-git'], planned: ['scheduler', 'notifier'] }),
  row(facts.projectDeleted, 'frontend', { newsFor: ['dist-git'], planned: ['scheduler', 'notifier'] }),
  row(facts.accessChanged, 'frontend', { newsFor: ['dist-git'] }),
  row(facts.permissionChanged, 'frontend', { newsFor: ['notifier'] }),
  row(facts.userChanged, 'frontend', { newsFor: ['notifier'] }),
];

type All = typeof facts & typeof publish & typeof source & typeof status & typeof task;
type AnyMessage = Extract<All[keyof All], { readonly example: unknown; readonly type: string }>;

/** Every message type of the house by name. */
export type MessageType = AnyMessage['type'];
/** The decoded body of the message type `T`. */
export type Body<T extends MessageType> = z.output<Extract<AnyMessage, { type: T }>['body']>;
/** The body of `T` as a speaker may write it: fields with defaults may be left out. */
export type BodyInput<T extends MessageType> = z.input<Extract<AnyMessage, { type: T }>['body']>;

const BY_TYPE = new Map(CATALOGUE.map((r) => [r.message.type, r]));

/** The catalogue's row of a type, or undefined for a type that this version does not know. */
export function rowOf(type: string): Row | undefined {
  return BY_TYPE.get(type);
}

/** What the verbs of an order work with. */
import type { SourceStage } from '@kopr/proto';
import type { Log } from '@kopr/shared/log';
import type { DataSource } from 'typeorm';
import type { Layout } from '../domain/layout.js';
import type { ImportLog } from '../sources/import-log.js';

/** Bounds of one import and of one push; bytes, milliseconds. */
interface ImportLimits {
  readonly maxSrpmBytes: number;
  readonly maxUnpackedBytes: number;
  readonly maxFiles: number;
  readonly resolveMs: number;
  readonly downloadMs: number;
  readonly importMs: number;
  readonly maxPushBytes: number;
  readonly maxRepositoryBytes: number;
  readonly maxPushedRepositories: number;
  /** Of all that a project, or a person, pushes and uploads in a day. */
  readonly dayBytes: number;
  readonly pushMs: number;
  readonly minFreeBytes: number;
  readonly allowPrivate: boolean;
}

/** Handed down from main. `leaseMs`: how long a claim outlives its process. */
export interface Means {
  readonly db: DataSource;
  readonly layout: Layout;
  readonly limits: ImportLimits;
  /** Who the commits are by. */
  readonly author: { readonly name: string; readonly email: string };
  /** Origin of the frontend as this service reaches it: uploads wait there. */
  readonly frontendOrigin: string;
  /** This service as people reach it: clone URLs of our own repositories begin so. */
  readonly siteUrl: string;
  readonly leaseMs: number;
  /** Days for which that is kept which pushes leave behind. */
  readonly keepLostDays: number;
  readonly log: Log;
}

/** What an order has while it runs: a directory of its own, its log, and the signal that calls it off. */
export interface Work {
  readonly dir: string;
  readonly story: ImportLog;
  readonly signal: AbortSignal;
  /** Says which step comes now: whatever is refused from here on failed in it. */
  begin(step: SourceStage): void;
}

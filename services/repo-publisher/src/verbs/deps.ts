/** What the verbs are handed by main. */
import type { KeyedLock } from '@kopr/shared/intake';
import type { Log } from '@kopr/shared/log';
import type { DataSource } from 'typeorm';
import type { Bell } from '../intake/bell.js';
import type { KeyKind } from '../sign/project-key.js';
import type { Tree } from '../tree/layout.js';

export interface PublishDeps {
  readonly db: DataSource;
  readonly tree: Tree;
  readonly log: Log;
  readonly keyKind: KeyKind;
  /** Public address of the results tree. */
  readonly resultsUrl: string;
  /** How long replaced metadata stays. */
  readonly graceMs: number;
  readonly leaseS: number;
}

export interface LogDeps {
  readonly db: DataSource;
  readonly tree: Tree;
  readonly log: Log;
  readonly bell: Bell;
  /** Keyed by result folder. */
  readonly lock: KeyedLock;
}

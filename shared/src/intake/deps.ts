/** What the routes of an intake are handed by their service. */
import type { Authorize } from './authorize.js';
import type { Budgets } from './budget.js';
import type { KeyedLock } from './keyed-lock.js';
import type { ManifestRules } from './manifest.js';

export interface IntakeDeps {
  readonly authorize: Authorize;
  readonly budgets: Budgets;
  readonly lock: KeyedLock;
  readonly rules: ManifestRules;
  /** Asked before each upload; while there is none, builders are told to come back. */
  readonly hasRoom: () => Promise<boolean>;
  /** The folder into which one attempt's builder puts its files. Task and attempt come from a token that holds. */
  attemptDir(task: string, attempt: number): string;
}

/** What the engines of RPM tasks share. */
import type { RpmDefinition } from '@kopr/proto';
import type { BuildRepo } from './domain/repo-file.js';
import type { Guard } from './net/guard.js';
import type { Link } from './net/link.js';
import type { Verdict } from './report/deliver.js';
import type { Room } from './task.js';

/** Everything an engine works with. */
export interface Workplace extends Room {
  readonly definition: RpmDefinition;
  readonly link: Link;
  /** Around what users named. */
  readonly guard: Guard;
  /** The definition's repositories, as dnf is to read them. */
  readonly repos: readonly BuildRepo[];
}

/** An engine turns the source into a result, or throws `Ended` with the reason. */
export type Engine = (workplace: Workplace) => Promise<Verdict>;

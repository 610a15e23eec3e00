/** One task of either kind, from its definition to its verdict; what is common to all stands in `main`. */
import type { Body, SourceStage } from '@kopr/proto';
import type { Orders } from './config.js';
import type { Link } from './net/link.js';
import type { Verdict } from './report/deliver.js';
import type { Journal } from './report/journal.js';
import type { Folders } from './system/folders.js';

export type TaskKind = Body<'task.finished'>['kind'];

/** What every task works with. */
export interface Room extends Folders {
  readonly orders: Orders;
  readonly journal: Journal;
}

/** A task whose definition is known. */
export interface Task {
  /** Where its results go. */
  readonly intakeUrl: string;
  readonly link: Link;
  /** The stage of what fails at none that is known: of source tasks only. */
  readonly failsAt: SourceStage | null;
  /** Does it; throws `Ended` with the reason when it comes to nothing. */
  work(): Promise<Verdict>;
}

/** Asks for the definition of one kind of task. */
export type OpenTask = (room: Room) => Promise<Task>;

/** Copr's ids: `<build>` for a source task, `<build>-<chroot>` for an RPM task. */
export function kindOf(task: string): TaskKind {
  return task.includes('-') ? 'rpm' : 'source';
}

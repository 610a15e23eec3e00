/** Which changes of refs a push may make, before git sees any of it. */
import { isRef } from '../names.js';
import type { Command } from './commands.js';

/** What must be known of the repository. */
export interface Ground {
  /** Every branch and tag that there is. */
  readonly refs: ReadonlySet<string>;
  /** How many objects are kept that no branch or tag leads to. */
  readonly kept: number;
  /** Branches that builds of this project import into. */
  readonly releaseBranches: ReadonlySet<string>;
}

/** Each is a message about builds, and work for whoever hears it. */
const MAX_COMMANDS = 100;
/** Each is a line that every clone is told. */
const MAX_REFS = 1000;
/** Each is a ref that git goes through, and keeps a history on the disk. */
const MAX_KEPT = 1000;

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';

/** Why each refused ref is refused, in words; empty when all may be done. */
export function refuseCommands(commands: readonly Command[], ground: Ground): Map<string, string> {
  const refused = new Map<string, string>();
  if (commands.length > MAX_COMMANDS) return allRefused(commands, `at most ${MAX_COMMANDS} refs in one push`);
  const added = commands.filter(({ ref, after }) => after !== null && !ground.refs.has(ref));
  if (ground.refs.size + added.length > MAX_REFS) {
    return allRefused(commands, `a package has at most ${MAX_REFS} branches and tags`);
  }
  for (const command of commands) {
    const why = whyNot(command, ground);
    if (why !== undefined) refused.set(command.ref, why);
  }
  return refused;
}

/** Whether one push more may leave commits behind that no branch or tag leads to. */
export function mayLeaveBehind({ kept }: Pick<Ground, 'kept'>): boolean {
  return kept < MAX_KEPT;
}

/** The branch that a ref is, if it is one. */
export function branchOf(ref: string): string | undefined {
  return ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : undefined;
}

function allRefused(commands: readonly Command[], why: string): Map<string, string> {
  return new Map(commands.map(({ ref }) => [ref, why]));
}

function whyNot({ ref, before, after }: Command, { releaseBranches, kept }: Ground): string | undefined {
  const branch = branchOf(ref);
  const name = branch ?? (ref.startsWith(TAG) ? ref.slice(TAG.length) : undefined);
  if (name === undefined) return 'only branches and tags are kept here';
  if (!isRef(name)) return 'such a name cannot be kept here; use letters, digits and ._+-/';
  if (after === null && branch !== undefined && releaseBranches.has(branch)) {
    return 'builds are imported into this branch; it cannot be deleted';
  }
  // Whether a branch that moves leaves anything behind, git finds out when it has the commits.
  if (before !== null && (after === null || branch === undefined) && !mayLeaveBehind({ kept })) {
    return `${MAX_KEPT} commits of deleted and overwritten branches and tags are still kept here; wait until some are gone`;
  }
  return undefined;
}

/** What a fork takes over: the last good results of each package, under numbers of its own. */
import type { BodyInput } from '@kopr/proto';
import { resultsPath, type Chroot } from './build.js';

/** A good result of a package in one chroot of the project that is forked. */
export interface LastGood {
  readonly build: number;
  readonly package: string;
  readonly chroot: string;
}

/** Which chroots each build is forked for, oldest build first. */
export function chrootsByBuild(results: readonly LastGood[]): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const { build, chroot } of [...results].sort((a, b) => a.build - b.build)) {
    found.set(build, [...(found.get(build) ?? []), chroot]);
  }
  return found;
}

/** Where a forked build is. */
export interface ForkedAt {
  readonly build: number;
  readonly package: string;
  readonly owner: string;
  readonly name: string;
}

/** The part of the fork's build: as it ended in the other project, but final here, and with results of its own. */
export function forkedChroot(chroot: Chroot, { build, package: name, owner, name: project }: ForkedAt): Chroot {
  const results = resultsPath({ owner, dirname: project }, chroot.name, build, name);
  const { task } = chroot;
  return {
    ...chroot,
    state: 'forked',
    task: task && { ...task, placement: { ...task.placement, owner, build, results } },
    manifest: null,
    request: null,
  };
}

/** Pairs of builds, old and new, of one chroot. */
export type ForkPair = NonNullable<NonNullable<BodyInput<'repo.requested'>['fork']>['pairs']>[number];

/** The list in pieces of this length at most. */
export function inPieces<T>(all: readonly T[], length: number): T[][] {
  const count = Math.ceil(all.length / length);
  return Array.from({ length: count }, (_, at) => all.slice(at * length, (at + 1) * length));
}

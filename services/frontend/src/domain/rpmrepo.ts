/** What dnf5's `copr` plugin makes its `.repo` file of: all of a project's repositories as data. */
import { parseChrootName } from '@kopr/shared/domain';
import { externalHeading, internalHeading, type Place, type RepoSection } from './repo-file.js';

const DAY_MS = 86_400_000;

/** A chroot whose repository is there; `deleteAfter`: until when, if it is only kept. */
interface KeptChroot {
  readonly name: string;
  readonly deleteAfter: Date | null;
}

/** A directory; `deleteAt`: when a pull request's goes. */
export interface Directory {
  readonly name: string;
  readonly deleteAt: Date | null;
}

/** All that is told. */
export interface RpmrepoInput extends Place {
  readonly resultsUrl: string;
  readonly main: RepoSection;
  readonly multilib: boolean;
  /** When a temporary project ends. */
  readonly deleteAt: Date | null;
  readonly chroots: readonly KeptChroot[];
  readonly directories: readonly Directory[];
  readonly internal: readonly RepoSection[];
  readonly external: readonly string[];
}

interface Options {
  readonly cost?: string;
  readonly module_hotfixes?: '1';
  readonly priority?: number;
}

/** One architecture of a release. */
interface Arch {
  readonly opts: Options;
  readonly delete_after_days?: number;
  readonly multilib?: { readonly i386: { readonly opts: Options } };
}

/** The answer, in Copr's words. */
export function rpmrepo(input: RpmrepoInput, now: Date) {
  const { resultsUrl, directories, deleteAt } = input;
  const daysOf = ({ deleteAt: end }: Directory) => (end ? { delete_after_days: daysUntil(end, now) } : {});
  return {
    results_url: resultsUrl,
    repos: releases(input, now),
    directories: Object.fromEntries(directories.map((directory) => [directory.name, daysOf(directory)])),
    // Copr rounds a project's days up, and all others down.
    ...(deleteAt ? { delete_after_days: Math.max(0, Math.ceil((deleteAt.getTime() - now.getTime()) / DAY_MS)) } : {}),
    dependencies: dependencies(input),
  };
}

function releases(
  { main, multilib, chroots }: RpmrepoInput,
  now: Date,
): Record<string, { arch: Record<string, Arch> }> {
  const opts = optionsOf(main);
  const names = new Set(chroots.map(({ name }) => name));
  const found: Record<string, { arch: Record<string, Arch> }> = {};
  for (const { name, deleteAfter } of chroots) {
    const parts = parseChrootName(name);
    if (!parts) continue;
    const hasTwin = multilib && parts.arch === 'x86_64' && names.has(`${parts.release}-i386`);
    (found[parts.release] ??= { arch: {} }).arch[parts.arch] = {
      opts,
      ...(deleteAfter ? { delete_after_days: daysUntil(deleteAfter, now) } : {}),
      ...(hasTwin ? { multilib: { i386: { opts: { cost: '1100', ...opts } } } } : {}),
    };
  }
  return found;
}

function optionsOf({ moduleHotfixes, priority }: RepoSection): Options {
  return { ...(moduleHotfixes ? { module_hotfixes: '1' } : {}), ...(priority === null ? {} : { priority }) };
}

/** Projects here are numbered; those elsewhere all have the number after the last. */
function dependencies(input: RpmrepoInput) {
  const { internal, external } = input;
  return [
    ...internal.map((dependency, i) => ({
      type: 'copr',
      opts: internalHeading(input, dependency, i + 1),
      data: { owner: dependency.owner, projectname: dependency.dirname },
    })),
    ...external.map((url) => ({
      type: 'external_baseurl',
      opts: externalHeading(input, url, internal.length + 1),
      data: { pattern: url },
    })),
  ];
}

function daysUntil(end: Date, now: Date): number {
  return Math.max(0, Math.floor((end.getTime() - now.getTime()) / DAY_MS));
}

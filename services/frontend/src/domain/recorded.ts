/** What a build was made of, as its tasks recorded it: the commits of dist-git, which are kept when everything else of a source is not. */
import type { Body } from '@kopr/proto';
import type { Build } from './build.js';
import { ROOMS } from './rooms.js';

/** An import that another build may use: all of the message but what is the build's own. */
export type Recorded = Pick<
  Body<'source.imported'>,
  'package' | 'epoch' | 'version' | 'release' | 'repository' | 'commits'
>;

const REPOSITORY = `${ROOMS.distGit}/git/`;

/** Null of a build none of whose tasks was planned. `branches`: of dist-git, by the names of chroots. */
export function recordedOf(build: Build, branches: ReadonlyMap<string, string>): Recorded | null {
  const commits: Record<string, string> = {};
  let known: Omit<Recorded, 'commits'> | undefined;
  for (const { name, task } of build.chroots) {
    const { git_repo, git_hash, package_name, package_version } = task?.definition ?? {};
    const [branch, evr] = [branches.get(name), evrOf(package_version ?? '')];
    if (!git_repo?.startsWith(REPOSITORY) || !git_hash || !package_name || !evr) continue;
    known = { package: package_name, ...evr, repository: git_repo.slice(REPOSITORY.length) };
    if (branch !== undefined) commits[branch] = git_hash;
  }
  return known ? { ...known, commits } : null;
}

/** Whether any of a build's tasks was planned. */
export function isRecorded({ chroots }: Build): boolean {
  return chroots.some(({ task }) => task?.definition.git_hash != null);
}

/** Of `[epoch:]version-release`. */
function evrOf(text: string): Pick<Recorded, 'epoch' | 'version' | 'release'> | undefined {
  const [, epoch, version, release] = /^(?:(\d+):)?([^-]+)-([^-]+)$/.exec(text) ?? [];
  if (version === undefined || release === undefined) return undefined;
  return { epoch: epoch === undefined ? null : Number(epoch), version, release };
}

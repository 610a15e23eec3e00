/** dnf as root, in a root that is the container itself. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Trouble } from '../../domain/reasons.js';
import { renderRepo, repoId, type BuildRepo } from '../../domain/repo-file.js';
import type { Guard } from '../../net/guard.js';
import { toMemory, toStdout, type Sink } from '../../report/sinks.js';
import { ROOT_ENV, run } from '../../system/command.js';
import type { Ending } from './tools.js';

const REPOS_DIR = '/etc/yum.repos.d';
/** Build roots take what is required, not what is recommended. */
export const DNF_OPTIONS: readonly string[] = ['--setopt=install_weak_deps=0'];

/** Adds repositories to those of the image. */
export function writeRepos(repos: readonly BuildRepo[]): void {
  mkdirSync(REPOS_DIR, { recursive: true });
  for (const repo of repos) {
    writeFileSync(`${REPOS_DIR}/kopr-${repoId(repo).replace(/[:@]/g, '_')}.repo`, renderRepo(repo));
  }
}

/** How it ended, and what the guard met meanwhile. */
export interface DnfEnding extends Ending, Trouble {}

/** Runs it; the output goes to the container's log and to `sinks`. */
export async function dnf(guard: Pick<Guard, 'watch'>, args: readonly string[], ...sinks: Sink[]): Promise<DnfEnding> {
  const memory = toMemory();
  const trouble = guard.watch();
  const code = await run({ argv: ['dnf', '-y', ...args], env: ROOT_ENV, sinks: [toStdout, memory, ...sinks] });
  return { code, lines: memory.lines(), ...trouble() };
}

/** Whether dnf takes this as a package: a leading dash would be an option. */
export function isPackageName(name: string): boolean {
  return /^[^-\s]\S*$/.test(name);
}

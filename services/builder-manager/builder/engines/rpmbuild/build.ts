/** The two runs of rpmbuild: a source package for its header, and the build itself. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclusionOf, LIMITS_FORMAT, parseLimits } from '../../domain/arch-limits.js';
import { refusedArch, rpmbuildReason } from '../../domain/reasons.js';
import { Ended, failed } from '../../ended.js';
import type { Tools } from './tools.js';

/** Makes the source package and answers its path; ends the task as skipped when it excludes this architecture. */
export function makeSrpm(tools: Tools): Promise<string> {
  return tools.journal.stage('srpm', 'source package', async () => {
    const ending = await tools.rpmbuild('-bs', '--nodeps', tools.spec);
    if (ending.code !== 0) throw verdictOf(ending.lines);
    const name = readdirSync(tools.topdir.srpms).find((file) => file.endsWith('.src.rpm'));
    if (!name) throw failed('rpmbuild made no source package');
    const path = join(tools.topdir.srpms, name);
    await checkArch(tools, path);
    return path;
  });
}

/** Builds source and binary packages. The source package is made anew, since installed macros may have changed it. */
export async function build(tools: Tools): Promise<void> {
  for (const name of readdirSync(tools.topdir.srpms)) rmSync(join(tools.topdir.srpms, name));
  // The list of what is installed takes no time beside the build, and nothing changes it any more.
  const listed = listInstalled(tools);
  try {
    await tools.journal.stage('build', 'rpmbuild', async () => {
      const ending = await tools.rpmbuild('-ba', tools.spec);
      if (ending.code !== 0) throw verdictOf(ending.lines);
    });
  } finally {
    await listed;
  }
}

// The columns of mock's own installed_pkgs.log.
const INSTALLED_FORMAT = '%{nevra} %{buildtime} %{size} %{pkgid} installed\\n';

async function listInstalled(tools: Tools): Promise<void> {
  const { text } = await tools.query('rpm', '-qa', '--qf', INSTALLED_FORMAT);
  const lines = text.split('\n').filter((line) => line !== '');
  writeFileSync(join(tools.results, 'installed_pkgs.log'), lines.sort().join('\n').concat('\n'));
}

async function checkArch(tools: Tools, srpm: string): Promise<void> {
  const { text } = await tools.query('rpm', '-qp', '--nosignature', '--qf', LIMITS_FORMAT, srpm);
  const exclusion = exclusionOf(parseLimits(text), tools.arch);
  if (exclusion) throw new Ended('skipped', `${tools.arch} is left out by the spec (${exclusion})`);
}

/** What a failed rpmbuild means: an architecture that the spec rules out is no failure. */
export function verdictOf(lines: readonly string[]): Ended {
  const refused = refusedArch(lines);
  return refused ? new Ended('skipped', refused.replace(/^error: /, '')) : failed(rpmbuildReason(lines));
}

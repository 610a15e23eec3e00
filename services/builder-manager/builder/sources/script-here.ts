/** A custom script in the container itself, from the chroot's own image. */
import { chownSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dependencyReason } from '../domain/reasons.js';
import { DNF_OPTIONS, dnf, writeRepos } from '../engines/rpmbuild/dnf.js';
import { failed } from '../ended.js';
import { guardedRepos } from '../net/guarded-repos.js';
import type { RunScript } from './custom.js';
import type { SourceRoom } from './source-room.js';
import { buildSrpm, onlySpec } from './srpm.js';
import { mustSucceed } from './tools.js';

const RPMBUILD = '/usr/bin/rpmbuild';

/** Packages are installed as root; the script and rpmbuild run as the build user. */
export const scriptHere: RunScript = async (room, { script, payload, packages, workdir, resultdir, env }) => {
  await install(room, packages);
  const { user, asUser } = room.tools;
  mkdirSync(workdir, { recursive: true });
  chownSync(workdir, user.uid, user.gid);
  if (payload !== undefined) copyFileSync(payload, `${workdir}/hook_payload`);
  mustSucceed('the script', await asUser([script], { cwd: workdir, env }));
  if (!existsSync(resultdir)) throw failed(`the script left no folder ${resultdir}`);
  await buildSrpm(room, onlySpec(resultdir), resultdir);
};

async function install({ definition, guard }: SourceRoom, packages: readonly string[]): Promise<void> {
  writeRepos(guardedRepos(definition, guard));
  const wanted = [...(existsSync(RPMBUILD) ? [] : ['rpm-build']), ...packages];
  if (wanted.length === 0) return;
  const ending = await dnf(guard, [...DNF_OPTIONS, 'install', ...wanted]);
  if (ending.code !== 0) throw failed(dependencyReason(ending.lines, ending));
}

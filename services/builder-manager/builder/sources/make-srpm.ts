/** make_srpm: the repository's own `.copr/Makefile`, as root, since such Makefiles install what they need. */
import { chownSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { failed } from '../ended.js';
import { plainFiles } from '../report/harvest.js';
import { gitConfigEnv } from './clone.js';
import type { Checkout } from './scm.js';
import type { SourceRoom } from './source-room.js';
import { mustSucceed } from './tools.js';

/** Runs its target `srpm`. */
export async function makeSrpm(room: SourceRoom, { dir, cwd, params }: Checkout): Promise<void> {
  const makefile = join(dir, '.copr', 'Makefile');
  if (!existsSync(makefile)) throw failed('the repository has no .copr/Makefile');
  const argv = ['make', '-f', makefile, 'srpm', `outdir=${room.out}`, `spec=${params.spec}`] as const;
  // The repository is the build user's, which git as root would not trust.
  mustSucceed('make', await room.tools.asRoot(argv, { cwd, env: gitConfigEnv({ 'safe.directory': '*' }) }));
  const { uid, gid } = room.tools.user;
  for (const { path } of plainFiles(room.out, (name) => name.endsWith('.src.rpm'))) chownSync(path, uid, gid);
}

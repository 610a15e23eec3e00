/** rpkg-util: fills in the spec's templates from git and packs what it asks for. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rpkgConfig } from '../domain/rpkg-config.js';
import type { Checkout } from './scm.js';
import type { SourceRoom } from './source-room.js';
import { mustSucceed } from './tools.js';

/** Makes the source package. */
export async function rpkg(room: SourceRoom, { cwd, params }: Checkout): Promise<void> {
  const config = join(room.tools.user.home, '.config');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, 'rpkg.conf'), rpkgConfig(params.clone_url, room.definition.kopr.lookasides), {
    mode: 0o644,
  });
  const spec = params.spec === '' ? [] : ['--spec', params.spec];
  const argv = ['rpkg', 'srpm', '--outdir', room.out, ...spec] as const;
  mustSucceed('rpkg', await room.tools.asUser(argv, { cwd }));
}

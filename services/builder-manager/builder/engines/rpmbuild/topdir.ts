/** rpmbuild's folders in the build user's home, laid out as mock lays out its own. */
import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RpmDefinition } from '@kopr/proto';
import { buildMacros, renderMacros } from '../../domain/macros.js';
import type { BuildUser } from '../../system/build-user.js';

export interface Topdir {
  readonly path: string;
  readonly specs: string;
  readonly srpms: string;
  readonly rpms: string;
  /** Copies downloaded sources in, owned by the build user. */
  take(from: string, spec: string): void;
}

// Named, or rpm asks the network for its own host's full name.
const BUILD_HOST = 'builder';

/** Makes the folders and `.rpmmacros`. Nothing of the user's runs yet, so plain paths are safe here. */
export function makeTopdir(user: BuildUser, definition: RpmDefinition): Topdir {
  const path = join(user.home, 'build');
  const [specs, sources, srpms, rpms] = ['SPECS', 'SOURCES', 'SRPMS', 'RPMS'].map((name) => join(path, name)) as [
    string,
    string,
    string,
    string,
  ];
  const dirs = [path, specs, sources, srpms, rpms, join(path, 'BUILD'), join(path, 'BUILDROOT')];
  for (const dir of dirs) {
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    chownSync(dir, user.uid, user.gid);
  }
  const macros = join(user.home, '.rpmmacros');
  writeFileSync(macros, renderMacros({ ...buildMacros(definition), _topdir: path, _buildhost: BUILD_HOST }));
  chmodSync(macros, 0o644);
  return { path, specs, srpms, rpms, take: (from, spec) => takeSources(user, from, { specs, sources, spec }) };
}

function takeSources(user: BuildUser, from: string, to: { specs: string; sources: string; spec: string }): void {
  for (const name of readdirSync(from)) {
    const target = join(name === to.spec ? to.specs : to.sources, name);
    copyFileSync(join(from, name), target);
    chownSync(target, user.uid, user.gid);
  }
}

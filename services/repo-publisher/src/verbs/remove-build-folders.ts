/** Removes deleted builds' folders, once no metadata names what is in them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '@kopr/shared/files';
import { buildOfLeaf, SOURCE_BUILDS } from '../domain/result-path.js';
import type { Work } from '../store/entities.js';
import type { Held } from '../store/lanes.js';
import { repositoryDir, type Tree } from '../tree/layout.js';
import { throwAway } from '../tree/trash.js';

/** In the repository, and where the builds' sources were made. Doing it twice changes nothing. */
export async function removeBuildFolders(tree: Tree, lane: Held, { body }: Work): Promise<void> {
  const builds = new Set('builds' in body ? body.builds : []);
  for (const chroot of new Set([lane.chroot, SOURCE_BUILDS])) {
    const dir = repositoryDir(tree, { ...lane, chroot });
    for (const leaf of (await unlessMissing(readdir(dir))) ?? []) {
      const build = buildOfLeaf(leaf);
      if (build !== undefined && builds.has(build)) await throwAway(tree, join(dir, leaf));
    }
  }
}

/** The definition of a build's part, for everybody to see: as it was planned, or as it would be now. */
import type { RpmDefinition } from '@kopr/proto';
import type { Deps } from '../deps.js';
import { rpmDefinition } from '../domain/definition.js';
import type { Chroot } from '../domain/build.js';
import type { Listed } from '../store/build-lists.js';
import { planInput } from './plan-input.js';

/** Undefined where nothing was planned and the chroot is not the project's any more. */
export async function shownDefinition(
  deps: Deps,
  { build, project }: Listed,
  chroot: Chroot,
): Promise<RpmDefinition | undefined> {
  if (chroot.task) return chroot.task.definition;
  const input = await planInput(deps, deps.db.manager, project);
  const root = input.roots.find(({ name }) => name === chroot.name);
  if (!root) return undefined;
  const { vendor } = input;
  return rpmDefinition({ build, root, project: input.project, source: null, memoryMb: input.class.memoryMb, vendor });
}

/** Definitions of a build's tasks, for everybody to see. */
import type { RpmDefinition, SourceDefinition } from '@kopr/proto';
import type { Deps } from '../deps.js';
import { rpmDefinition } from '../domain/definition.js';
import type { Chroot } from '../domain/build.js';
import { sourceDefinition } from '../domain/source-definition.js';
import type { Listed } from '../store/build-lists.js';
import { planInput } from './plan-input.js';
import { sourcePlanInput } from './source-plan-input.js';

/** That of a chroot: as it was planned, or as it would be now. Undefined where nothing was planned and the chroot is not the project's any more. */
export async function shownDefinition(
  deps: Deps,
  { build, project }: Listed,
  chroot: Chroot,
): Promise<RpmDefinition | undefined> {
  if (chroot.task) return chroot.task.definition;
  const input = await planInput(deps, deps.db.manager, project);
  const root = input.roots.find(({ name }) => name === chroot.name);
  if (!root) return undefined;
  const { project: settings, vendor, allowPrivate } = input;
  const memoryMb = input.class.memoryMb;
  return rpmDefinition({ build, root, project: settings, source: null, memoryMb, vendor, allowPrivate });
}

/** That of its source: as it was planned, or as it would be now. */
export async function shownSource(deps: Deps, { build, row, project, upload }: Listed): Promise<SourceDefinition> {
  const { task } = build.source;
  if (task) return task.definition;
  return sourceDefinition(build, await sourcePlanInput(deps, deps.db.manager, { row, project }, upload));
}

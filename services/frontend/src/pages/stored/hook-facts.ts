/** What a build's page tells of the webhook that set the build off, and of what its forge was told. */
import type { EntityManager } from 'typeorm';
import { FORGES, isForge } from '../../domain/hooks/forge.js';
import { buildStatusOf, type BuildStatusRow } from '../../store/build-statuses.js';
import { hookBuildOf, type HookBuildRow } from '../../store/hook-builds.js';
import { commitUrl } from '../forge.js';
import { deliveryPath, type ProjectName } from '../links.js';
import type { SourceFact } from '../page-data.js';

/** Those of a build, for a viewer who may edit the project, or not. */
export async function hookFacts(
  tx: EntityManager,
  build: number,
  project: ProjectName,
  mayEdit: boolean,
): Promise<SourceFact[]> {
  const hook = await hookBuildOf(tx, build);
  if (!hook) return [];
  const status = await buildStatusOf(tx, build);
  return [hookFact(hook, project, mayEdit), ...(status ? statusFacts(status, mayEdit) : [])];
}

/** Deliveries are only for those who may edit the project. */
function hookFact(hook: HookBuildRow, project: ProjectName, mayEdit: boolean): SourceFact {
  const text = isForge(hook.forge) ? `${FORGES[hook.forge].name}, ${hook.about}` : hook.about;
  const term = hook.forge === 'dist-git' ? 'Push to dist-git' : 'Webhook';
  return { term, text, href: mayEdit ? deliveryPath(project, hook.deliveryId) : undefined };
}

/** Nothing before the forge has answered. What it says to our token is not for everybody. */
function statusFacts(
  { address, repository, commit, toldNumber, refusal }: BuildStatusRow,
  mayEdit: boolean,
): SourceFact[] {
  if (toldNumber === 0) return [];
  const where = `${new URL(address).host}/${repository}${commit === null ? '' : ` at ${commit.slice(0, 8)}`}`;
  const why = mayEdit && refusal !== null ? `: ${refusal}` : '';
  const text = refusal === null ? `told to ${where}` : `not told to ${where}${why}`;
  return [{ term: 'Status', text, href: commit === null ? undefined : commitUrl(`${address}/${repository}`, commit) }];
}

/** Builds a package from the source that it has. */
import type { Deps } from '../deps.js';
import { allowedChroots } from '../domain/denylist.js';
import { refuse } from '../domain/refusal.js';
import type { PackageRow } from '../store/packages.js';
import { chrootsOf } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import type { UserRow } from '../store/users.js';
import type { MadeSource } from './source-params.js';
import { submitBuilds, type Submission } from './submit-build.js';

/** What may be asked for; the rest is as the package and the instance have it. */
export interface PackageBuildWish extends Partial<Pick<Submission, 'dirname' | 'batch' | 'options'>> {
  /** These, whatever the package says; null or left out: those that it allows. */
  readonly chosen?: readonly string[] | null;
  /** Of which; null or left out: all of the project's. */
  readonly among?: readonly string[] | null;
}

/** The number of the new build. Rights were checked by the caller. */
export async function buildPackage(
  deps: Deps,
  user: UserRow,
  project: ProjectRow,
  row: PackageRow,
  { chosen = null, among = null, dirname = project.name, options, batch = null }: PackageBuildWish = {},
): Promise<number> {
  const timeoutS = row.timeoutS ?? deps.config.buildTimeoutS;
  const usual = { timeoutS, background: false, enableNet: null, bootstrap: null, isolation: null };
  const [id = 0] = await submitBuilds(deps, user, {
    ...{ project, dirname, batch, sources: [sourceOf(row)], package: row.name, of: row },
    chosen: chosen ?? allowedChroots(among ?? (await enabled(deps, project)), row.chrootDenylist),
    options: options ?? usual,
  });
  return id;
}

/** Finished SRPMs are built once; a package can be built again only from what is made into one. */
export function isBuildable({ sourceType: type }: PackageRow): boolean {
  return type !== 'unset' && type !== 'link' && type !== 'upload';
}

/** Its source, or a refusal in Copr's words. */
export function sourceOf(row: PackageRow): MadeSource {
  if (isBuildable(row)) return { type: row.sourceType, params: row.sourceParams } as MadeSource;
  const which = `Package 'Unset default source for package ${row.name}'`;
  refuse(
    'invalid',
    `${which} doesn't have the default source method set, but it is required for the rebuild request.  Please configure some source  method first`,
  );
}

async function enabled({ db }: Deps, { id }: ProjectRow): Promise<string[]> {
  return (await chrootsOf(db.manager, id)).map(({ mock }) => mock.name);
}

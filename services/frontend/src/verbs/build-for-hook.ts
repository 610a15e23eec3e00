/** Builds a package because a webhook says so. */
import type { Say, Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { allowedChroots } from '../domain/denylist.js';
import { addHookBuild, type HookBuildRow } from '../store/hook-builds.js';
import type { HookEvent } from '../domain/hooks/event.js';
import type { PackageRow } from '../store/packages.js';
import { chrootsOf } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { refOf } from './order-repos.js';
import type { Source } from './source-params.js';
import { beginStatus } from './say-status.js';
import { submitIn, type Submitter } from './submit-build.js';

/** What is built, and where. */
export interface HookBuild {
  readonly project: ProjectRow;
  readonly row: PackageRow;
  readonly source: Source;
  /** Whether it may be opened by the package's secret: nothing may that comes from a fork. */
  readonly isOwn: boolean;
  readonly dirname: string;
  readonly submitter: Submitter;
  /** Those to build for; not said: all that the package's deny list allows. */
  readonly chroots?: readonly string[];
  /** What the forge told; null of what tells nothing that we could answer to. */
  readonly event: HookEvent | null;
  readonly origin: Omit<HookBuildRow, 'buildId'>;
}

/** The build's number. Such builds wait for those that people submit, as in Copr. The project's row is held. */
export async function buildForHook(deps: Deps, tx: Tx, say: Say, wish: HookBuild): Promise<number> {
  const { project, row, source, isOwn, dirname, submitter, chroots, event, origin } = wish;
  const names = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  const timeoutS = row.timeoutS ?? deps.config.buildTimeoutS;
  const submission = {
    ...{ project, dirname, sources: [source], package: row.name, of: isOwn ? row : null, place: null },
    chosen: chroots ?? allowedChroots(names, row.chrootDenylist),
    options: { timeoutS, background: true, enableNet: null, bootstrap: null, isolation: null },
  };
  const [build = 0] = await submitIn(deps, tx, say, submitter, submission);
  await addHookBuild(tx, { ...origin, buildId: build });
  const begun = { build, project: refOf(project, dirname), package: row.name };
  if (event) await beginStatus(deps, tx, say, { ...begun, event });
  return build;
}

/** A build out of the store, as pages show it. */
import type { Config } from '../../config.js';
import { isOver, resultUrlOf, stateOf, taskIdOf, type Build, type Chroot } from '../../domain/build.js';
import { mayRetryImport } from '../../domain/retry-import.js';
import type { Listed, Outlined } from '../../store/build-lists.js';
import { mayResubmit } from '../../verbs/resubmit-build.js';
import type { BuildLine, BuildView, ChrootView, SourceFact } from '../page-data.js';
import { sourceView } from './source-view.js';

type Places = Pick<Config, 'resultsUrl' | 'distGitUrl'>;

/** For tables. */
export function buildLine({ build, project }: Outlined): BuildLine {
  return {
    id: build.id,
    owner: project.owner,
    project: project.name,
    package: build.package,
    version: build.version,
    state: stateOf(build),
    submitter: build.submitter,
    submittedAt: build.submittedAt,
    endedAt: build.endedAt,
    chroots: build.chroots.map(({ name, state }) => ({ name, state })),
  };
}

/** What the viewer may do in the project. */
export interface Rights {
  readonly mayBuild: boolean;
  readonly mayEdit: boolean;
}

/** For its own page; `hookFacts`: of the webhook that set it off, if one did. */
export function buildView(listed: Listed, rights: Rights, places: Places, hookFacts: readonly SourceFact[]): BuildView {
  const { build, project, row } = listed;
  const { mayBuild: may } = rights;
  const over = isOver(build);
  const source = sourceView(build, row, places);
  return {
    ...buildLine(listed),
    dirname: build.project.dirname,
    ...source,
    facts: [...hookFacts, ...source.facts],
    batch: build.batch,
    reason: build.reason ?? build.source.reason,
    over,
    chroots: build.chroots.map((chroot) => chrootView(build, chroot, places)),
    mayCancel: may && !over && !build.canceled,
    mayRetryImport: may && mayRetryImport(build) && mayResubmit(listed),
    mayResubmit: may && mayResubmit(listed),
    mayDelete: may && build.endedAt !== null && !project.persistent,
  };
}

function chrootView(build: Build, chroot: Chroot, { resultsUrl }: Places): ChrootView {
  const { name, state, phase, progress, reason, packages, began, startedAt, endedAt, movedAt } = chroot;
  const url = began ? resultUrlOf(chroot, resultsUrl) : null;
  const publishing = phase === 'publishing';
  return {
    name,
    state,
    publishing,
    task: taskIdOf(build.id, name),
    attempt: progress.attempt,
    // Said once, above, when it is why the whole build came to nothing.
    reason: reason === build.source.reason || reason === build.reason ? null : reason,
    resultsUrl: url,
    // Also while it grows: once it is whole, this leads to the compressed one.
    logUrl: url === null ? null : `${url}builder-live.log`,
    packages: packages.map((one) => `${one.name}-${one.version}-${one.release}.${one.arch}`),
    startedAt,
    acceptedAt: publishing && state === 'running' ? movedAt : null,
    endedAt,
  };
}

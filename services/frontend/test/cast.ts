/** The small cast of the frontend's tests: a build, its project, and the messages that are said about it. */
import type { Body } from '@kopr/proto';
import { taskAssigned, taskFinished, taskStarted } from '@kopr/proto';
import type { Build, Chroot, House } from '../src/domain/build.js';
import { decide, type News } from '../src/domain/decide.js';
import type { Root } from '../src/domain/definition.js';
import { newChroot, type PlanInput } from '../src/domain/plan.js';
import type { SourcePlanInput } from '../src/domain/plan-source.js';
import { newSource } from '../src/domain/source-part.js';

export const NOON = new Date('2026-01-01T12:00:00Z');
export const HOUSE: House = { now: NOON, frontendUrl: 'http://front.test', resultsUrl: 'http://results.test/results' };
export const ROOT = 'minidistro-13-x86_64';

/** A chroot that the project has enabled. */
export function root(name = ROOT, more: Partial<Root> = {}): Root {
  return {
    name,
    branch: name.split('-').slice(0, 2).join(''),
    engine: 'rpmbuild',
    image: 'kopr/minidistro:13',
    mockConfig: null,
    repos: [],
    operatorRepos: [],
    packages: [],
    withOpts: [],
    withoutOpts: [],
    modules: [],
    isolation: 'unchanged',
    bootstrap: 'unchanged',
    bootstrapImage: null,
    ...more,
  };
}

/** What planning reads of the project. */
export function input(roots: readonly Root[] = [root()]): PlanInput {
  return {
    roots,
    project: {
      develMode: false,
      enableNet: false,
      bootstrap: 'default',
      isolation: 'default',
      fedoraReview: false,
      appstream: false,
      moduleHotfixes: false,
      repoPriority: null,
      additionalRepos: [],
    },
    class: { memoryMb: 2048, cpus: 2, pids: 4096, diskMb: 16384 },
    vendor: 'Kopr',
    allowPrivate: false,
    builderImage: 'kopr/builder:dev',
  };
}

/** What planning a source task reads: a git repository, unless it is said to be something else. */
export function sourceInput(more: Partial<SourcePlanInput> = {}): SourcePlanInput {
  return {
    type: 'scm',
    params: { type: 'git', clone_url: 'https://git.example.org/hello.git', committish: 'main' },
    appstream: false,
    projectChroots: [ROOT],
    root: null,
    vendor: 'Kopr',
    allowPrivate: false,
    protocols: ['https', 'ftps'],
    maxSrpmBytes: 1000,
    maxDownloadBytes: 10_000,
    lookasides: [],
    distGitUrl: 'http://localhost:5001',
    class: { memoryMb: 2048, cpus: 2, pids: 4096, diskMb: 16384 },
    sourceImage: 'kopr/source-tools:dev',
    builderImage: 'kopr/builder:dev',
    timeLimitS: 3600,
    ...more,
  };
}

/** Alice's build of hello, as it is after its submission. */
export function build(more: Partial<Build> = {}): Build {
  return {
    id: 42,
    project: { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' },
    submitter: 'alice',
    options: { timeoutS: 18000, background: false, enableNet: null, bootstrap: null, isolation: null },
    chosen: null,
    source: newSource(NOON),
    package: null,
    version: null,
    batch: null,
    imported: null,
    chroots: [],
    canceled: false,
    reason: null,
    submittedAt: NOON,
    endedAt: null,
    ...more,
  };
}

/** The import's success, into the branches of these chroots. */
export function imported(more: Partial<Body<'source.imported'>> = {}): Body<'source.imported'> {
  return {
    build: 42,
    package: 'hello',
    epoch: null,
    version: '1.0',
    release: '1',
    repository: 'alice/tools/hello',
    commits: { minidistro13: 'b'.repeat(40), fedora42: 'c'.repeat(40) },
    limits: {},
    pin: null,
    round: 0,
    ...more,
  };
}

/** The import's failure in its first round. */
export function sourceFailure(code: Body<'source.failed'>['code'], reason: string): Body<'source.failed'> {
  return { build: 42, code, stage: 'unpack', reason, retriable: false, round: 0 };
}

/** Dist-git's word that the source is pinned to a commit. */
export function resolved(input = sourceInput(), more: Partial<Body<'source.resolved'>> = {}): News {
  const body = { build: 42, pin: { commit: 'a'.repeat(40), version: null }, round: 0, ...more };
  return { type: 'source.resolved', body, input };
}

/** The build after its source was resolved, its source task in line. */
export function resolvedBuild(more: Partial<Build> = {}): Build {
  return decide(build(more), resolved(), HOUSE).build;
}

/** The build after its import, its only chroot pending. */
export function planned(roots = [root()]): Build {
  return decide(build(), { type: 'source.imported', body: imported(), input: input(roots) }, HOUSE).build;
}

export const assigned = (attempt: number, task = `42-${ROOT}`): News => ({
  type: 'task.assigned',
  body: { ...taskAssigned.example, task, attempt, host: `host${attempt}` },
});
export const started = (attempt: number, task = `42-${ROOT}`): News => ({
  type: 'task.started',
  body: { ...taskStarted.example, task, attempt, host: `host${attempt}` },
});
export const finished = (attempt: number, more: Partial<Body<'task.finished'>> = {}, task = `42-${ROOT}`): News => ({
  type: 'task.finished',
  body: { ...taskFinished.example, stage: null, task, attempt, host: `host${attempt}`, ...more },
});
export const requeued = (attempt: number, task = `42-${ROOT}`): News => ({
  type: 'task.requeued',
  body: { task, kind: 'rpm', build: 42, attempt, losses: attempt, reason: 'the host is gone' },
});
export const givenUp = (attempt: number, task = `42-${ROOT}`): News => ({
  type: 'task.given-up',
  body: { task, kind: 'rpm', build: 42, attempt, reason: 'lost three times' },
});
export const published = (request: string, more: Partial<Body<'repo.published'>> = {}): News => ({
  type: 'repo.published',
  body: {
    request,
    project: { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' },
    chroot: ROOT,
    build: 42,
    task: `42-${ROOT}`,
    attempt: 1,
    packages: [{ name: 'hello', epoch: null, version: '1.0', release: '1', arch: 'x86_64' }],
    path: 'alice/tools/minidistro-13-x86_64',
    revision: 1,
    ...more,
  },
});

/** Plays news one after the other; answers the last build and all that was said, in order. */
export function play(from: Build, news: readonly News[], house = HOUSE): { build: Build; said: string[] } {
  const said: string[] = [];
  let at = from;
  for (const one of news) {
    const decision = decide(at, one, house);
    at = decision.build;
    said.push(...decision.said.map(({ type }) => type));
  }
  return { build: at, said };
}

/** The build's only chroot. */
export function only(of: Build): Chroot {
  return of.chroots[0] ?? newChroot('none', NOON);
}

/** A small made-up Kopr for tests and pictures of pages: every state once, texts that are long, and one that wants to be mark-up. */
import type { HookData } from '../../src/pages/hook-data.js';
import type { PackageData } from '../../src/pages/package-data.js';
import type { ChrootState } from '@kopr/shared/domain';
import { sourceFacts } from '../../src/pages/stored/source-facts.js';
import type {
  AlarmLine,
  BuildLine,
  BuildView,
  ChrootView,
  Listing,
  PageData,
  ProjectLine,
  ProjectView,
  SourceTaskView,
  TokenLine,
  Viewer,
} from '../../src/pages/page-data.js';
import { sampleDeliveries, sampleHooks } from './sample-hooks.js';
import { samplePackages } from './sample-packages.js';

export const NOW = new Date('2026-01-01T12:00:00Z');
export const EVIL = '<script>alert(1)</script>';
export const ALICE: Viewer = { id: 1, name: 'alice', owners: ['alice', '@devel'] };

const RESULTS = 'http://localhost:5002/results';
const MINIDISTRO = 'minidistro-13-x86_64';
const CHROOTS = [MINIDISTRO, 'fedora-42-x86_64', 'fedora-42-aarch64'];

/** So many seconds before now. */
export const before = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);

function chroot(build: number, name: string, state: ChrootState, more: Partial<ChrootView> = {}): ChrootView {
  const ran = state !== 'waiting' && state !== 'pending' && state !== 'skipped';
  const ended = state === 'succeeded' || state === 'failed';
  const results = `${RESULTS}/alice/tools/${name}/${String(build).padStart(8, '0')}-hello/`;
  return {
    name,
    state,
    publishing: false,
    task: `${build}-${name}`,
    attempt: ran ? 1 : 0,
    reason: null,
    resultsUrl: ran ? results : null,
    logUrl: ran ? `${results}builder-live.log` : null,
    packages: state === 'succeeded' ? ['hello-2.12-1.x86_64', 'hello-doc-2.12-1.noarch'] : [],
    startedAt: ran ? before(40) : null,
    acceptedAt: null,
    endedAt: ended ? before(12) : null,
    ...more,
  };
}

const COMMIT = '0f1e2d3c4b5a69788796a5b4c3d2e1f001234567';
const BROWSE = 'http://localhost:5001/browse/alice/tools/hello/';
const SOURCES = {
  cloneUrl: 'http://localhost:5001/git/alice/tools/hello',
  url: BROWSE,
  commits: [{ hash: COMMIT, url: `${BROWSE}commit/${COMMIT}` }],
};

const BASE: Omit<BuildView, 'id' | 'state' | 'chroots'> = {
  owner: 'alice',
  project: 'tools',
  package: 'hello',
  version: '2.12-1',
  submitter: 'alice',
  submittedAt: before(52),
  endedAt: null,
  dirname: 'tools',
  facts: sourceFacts('upload', { pkg: 'hello-2.12-1.src.rpm' }, null),
  made: false,
  fetched: false,
  importedBy: null,
  sourceTask: null,
  batch: null,
  sourceState: 'succeeded',
  sourceMovedAt: before(48),
  sourceStage: null,
  pin: null,
  sourceLogUrl: null,
  importLogUrl: 'http://localhost:5001/import-logs/1.log',
  sources: SOURCES,
  reason: null,
  over: false,
  mayCancel: true,
  mayDelete: false,
  mayRetryImport: false,
  mayResubmit: false,
};
const OVER = { over: true, mayCancel: false, mayDelete: true, endedAt: before(12) };

const PIN = { commit: COMMIT, version: null };
const GIT = {
  type: 'git',
  clone_url: 'https://github.com/example/hello.git',
  committish: 'v2.12',
  subdirectory: 'packaging/rpm',
  spec: 'hello.spec',
  srpm_build_method: 'tito_test',
};
/** What is made into an SRPM first, in the minute before. */
const MADE = {
  made: true,
  pin: PIN,
  facts: sourceFacts('scm', GIT, PIN),
  importLogUrl: null,
  sources: null,
} as const;

function task(build: number, state: SourceTaskView['state'], more: Partial<SourceTaskView> = {}): SourceTaskView {
  const [waits, ended] = [state === 'waiting', state === 'accepted' || state === 'over'];
  return {
    id: String(build),
    attempt: waits ? 0 : 1,
    host: waits ? null : 'local',
    state,
    queuedAt: before(51),
    startedAt: waits ? null : before(50),
    endedAt: ended ? before(29) : null,
    ...more,
  };
}

const sourceLog = (build: number): string =>
  `${RESULTS}/alice/tools/srpm-builds/${String(build).padStart(8, '0')}/builder-live.log`;
/** Nothing is known of the package yet. */
const UNKNOWN = { package: null, version: null, sources: null, chroots: [] } as const;

/** One build of each kind, by the name that tests use. */
export const BUILDS = {
  running: {
    ...BASE,
    id: 48,
    state: 'running',
    chroots: [
      chroot(48, MINIDISTRO, 'running', { publishing: true, acceptedAt: before(3) }),
      chroot(48, 'fedora-42-x86_64', 'running', { attempt: 2, startedAt: before(21) }),
      chroot(48, 'fedora-42-aarch64', 'pending'),
    ],
  },
  succeeded: {
    ...BASE,
    ...OVER,
    id: 47,
    state: 'succeeded',
    chroots: CHROOTS.slice(0, 2).map((name) => chroot(47, name, 'succeeded')),
  },
  failed: {
    ...BASE,
    ...OVER,
    id: 46,
    package: 'a-package-with-quite-a-long-name-as-they-sometimes-are',
    version: '1:2.0.1~rc3^20260101git0123abc-12',
    state: 'failed',
    chroots: [
      chroot(46, MINIDISTRO, 'succeeded'),
      chroot(46, 'fedora-42-x86_64', 'failed', {
        reason:
          'rpmbuild ended with 1: error: Bad exit status from /var/tmp/rpm-tmp.w8iXbW (%build)\nsrc/main.c:12:10: fatal error: zlib.h: No such file or directory',
      }),
      chroot(46, 'fedora-42-aarch64', 'skipped', { reason: 'ExclusiveArch of the package leaves out aarch64' }),
    ],
  },
  broken: {
    ...BASE,
    ...OVER,
    id: 45,
    package: null,
    version: null,
    state: 'failed',
    sourceState: 'failed',
    sourceStage: 'download',
    facts: sourceFacts('link', { url: 'https://example.org/there/is/no/such/file/hello-2.12-1.src.rpm' }, null),
    sources: null,
    reason: 'https://example.org/there/is/no/such/file/hello-2.12-1.src.rpm answered 404 Not Found',
    chroots: [],
  },
  canceled: {
    ...BASE,
    ...OVER,
    id: 44,
    state: 'canceled',
    reason: 'canceled by alice',
    chroots: [
      chroot(44, MINIDISTRO, 'canceled'),
      chroot(44, 'fedora-42-x86_64', 'canceled', { startedAt: null, attempt: 0 }),
    ],
  },
  evil: {
    ...BASE,
    ...OVER,
    id: 43,
    owner: '@devel',
    project: 'evil',
    dirname: 'evil:pr:1',
    package: EVIL,
    version: EVIL,
    submitter: 'github.com:eve',
    state: 'failed',
    facts: sourceFacts('link', { url: 'javascript:alert(1)' }, { commit: null, version: EVIL }),
    reason: EVIL,
    chroots: [chroot(43, MINIDISTRO, 'failed', { reason: EVIL })],
    mayDelete: false,
  },
  waiting: {
    ...BASE,
    id: 42,
    package: null,
    version: null,
    state: 'importing',
    sourceState: 'importing',
    ...MADE,
    sourceTask: task(42, 'waiting'),
    batch: { id: 5, blocked: true },
    chroots: [],
  },
  resolving: { ...BASE, ...MADE, ...UNKNOWN, id: 49, state: 'pending', sourceState: 'pending', pin: null },
  making: {
    ...BASE,
    ...MADE,
    ...UNKNOWN,
    id: 50,
    state: 'running',
    sourceState: 'running',
    sourceTask: task(50, 'running', { attempt: 2, startedAt: before(24) }),
    sourceLogUrl: sourceLog(50),
  },
  unmade: {
    ...BASE,
    ...OVER,
    ...MADE,
    ...UNKNOWN,
    id: 51,
    state: 'failed',
    sourceState: 'failed',
    sourceStage: 'srpm-build',
    sourceTask: task(51, 'over'),
    sourceLogUrl: sourceLog(51),
    importLogUrl: 'http://localhost:5001/import-logs/51.log',
    reason: 'tito build --srpm --test ended with 1: ERROR: Unable to lookup latest package tag',
  },
  unimported: {
    ...BASE,
    ...OVER,
    ...UNKNOWN,
    id: 52,
    state: 'failed',
    made: true,
    facts: sourceFacts(
      'custom',
      {
        script: '#! /bin/sh -x\ngit clone https://example.org/hello.git\ncd hello\nmake srpm\n',
        chroot: MINIDISTRO,
        builddeps: 'git make',
        resultdir: 'hello/srpms',
        repos: '',
      },
      { commit: null, version: null },
    ),
    sourceState: 'failed',
    sourceStage: 'storage',
    sourceMovedAt: before(12),
    sourceTask: task(52, 'accepted'),
    sourceLogUrl: sourceLog(52),
    reason: 'the lookaside could not be written: Input/output error',
  },
  made: {
    ...BASE,
    ...OVER,
    id: 53,
    state: 'succeeded',
    made: true,
    pin: { commit: null, version: '2.32.5' },
    facts: sourceFacts(
      'pypi',
      { pypi_package_name: 'requests', pypi_package_version: null, spec_generator: 'pyp2spec' },
      { commit: null, version: '2.32.5' },
    ),
    package: 'python-requests',
    version: '2.32.5-1',
    sourceTask: task(53, 'accepted'),
    sourceLogUrl: sourceLog(53),
    sourceMovedAt: before(27),
    chroots: CHROOTS.slice(0, 2).map((name) => chroot(53, name, 'succeeded', { startedAt: before(26) })),
  },
} as const satisfies Record<string, BuildView>;

const PROJECTS: ProjectView[] = [
  project('alice', 'tools', 'Small tools that I use every day: hello, tree and jq, built for whoever wants them.'),
  project('@devel', 'nightly', 'Snapshots of the development branch, made every night.\nMay eat your cat.'),
  project('bob', 'a-project-with-quite-a-long-name-as-they-sometimes-are', ''),
  {
    ...project('@devel', 'evil', EVIL),
    homepage: 'javascript:alert(1)',
    contact: EVIL,
    instructions: EVIL,
    mayBuild: false,
    mayEdit: false,
  },
];

function project(owner: string, name: string, description: string): ProjectView {
  return {
    id: 1,
    owner,
    name,
    description,
    chroots: CHROOTS,
    createdAt: before(9 * 86_400),
    instructions: name === 'tools' ? 'After enabling it, install what you like:\n\n    dnf install hello tree jq' : '',
    homepage: 'https://example.org/tools',
    contact: 'alice@example.org',
    projectChroots: CHROOTS.map((chrootName) => ({
      name: chrootName,
      release: chrootName.replace(/-\w+$/, ''),
      comment: chrootName === MINIDISTRO ? 'A small test distribution' : '',
      repositoryUrl: `${RESULTS}/${owner}/${name}/${chrootName}/`,
    })),
    mayBuild: true,
    mayEdit: true,
    persistent: false,
  };
}

const TOKENS: TokenLine[] = [
  { id: 2, login: 'qhfhvwrtzkjcnmdplxsg', createdAt: before(30), expiresOn: '2026-06-30' },
  { id: 1, login: 'bxnmwzkvhtrqplcjdfgs', createdAt: before(86_400 * 40), expiresOn: '2026-05-22' },
];

const whole = <T>(items: readonly T[]): Listing<T> => ({ items, page: 1, more: items.length > 3 });

/** One whose words are ours, and one that only its service has words for. */
export const ALARMS: readonly AlarmLine[] = [
  { service: 'dist-git', alarm: 'disk-full', text: '/data: 1 % free', since: before(600) },
  { service: 'repo-publisher', alarm: 'signer-away', text: `no answer from ${EVIL}`, since: before(60) },
];

/** Reads from the above. `viewer` null: nobody may build anything. */
export function sampleData(ringing: readonly AlarmLine[] = []): PageData & HookData & PackageData {
  const builds: BuildView[] = Object.values(BUILDS);
  return {
    ...sampleHooks(sampleDeliveries(EVIL, before)),
    ...samplePackages(EVIL, builds),
    projects: ({ owner, search = '' }) => {
      const found = PROJECTS.filter(
        (each) => (owner === undefined || each.owner === owner) && each.name.includes(search),
      );
      return Promise.resolve<Listing<ProjectLine>>(whole(found));
    },
    home: () => Promise.resolve({ builds, projects: PROJECTS }),
    builds: ({ project: of }) => {
      const found = builds.filter((each) => !of || (each.owner === of.owner && each.project === of.name));
      return Promise.resolve<Listing<BuildLine>>(whole(found));
    },
    newest: (of) =>
      Promise.resolve(whole(builds.filter((each) => each.owner === of.owner && each.project === of.name))),
    owner: (name) => Promise.resolve(['alice', 'bob', '@devel', 'nobody'].includes(name) ? { name } : undefined),
    project: (owner, name, viewer) => {
      const found = PROJECTS.find((each) => each.owner === owner && each.name === name);
      const isKnown = viewer !== null;
      return Promise.resolve(
        found && { ...found, mayBuild: found.mayBuild && isKnown, mayEdit: found.mayEdit && isKnown },
      );
    },
    build: (id, viewer) => {
      const found = builds.find((each) => each.id === id);
      const [known, over] = [viewer !== null, found?.over === true];
      const may = {
        mayCancel: known && !over,
        mayDelete: known && over,
        mayResubmit: known && over,
        mayRetryImport: known && found?.id === BUILDS.unimported.id,
      };
      return Promise.resolve(found && { ...found, ...may });
    },
    chroots: () =>
      Promise.resolve(
        CHROOTS.map((name) => ({ name, comment: name === MINIDISTRO ? 'A small test distribution' : '' })),
      ),
    distGits: () => Promise.resolve(['fedora', 'centos-stream']),
    tokens: () => Promise.resolve(TOKENS),
    alarms: () => Promise.resolve(ringing),
  };
}

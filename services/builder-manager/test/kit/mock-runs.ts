/**
 * Runs of mock that failed. Exit codes, the order of stages and which files exist are those measured with mock 6.7 with
 * simple isolation (bad SRPM 1 and no result folder; missing BuildRequires 30; compile error 1; unknown configuration 3);
 * the lines of the logs are shortened to what decides.
 */
import type { MockRun, MockVerdict } from '../../builder/domain/mock-verdict.js';

interface Recorded {
  readonly title: string;
  readonly run: MockRun;
  readonly outcome: MockVerdict['outcome'];
  readonly reason: RegExp;
}

const NOTHING: MockRun = { code: 1, output: [], hasResults: false, stateLog: [], rootLog: [], buildLog: [] };

/** state.log up to the named stage. */
function stages(...names: string[]): string[] {
  return names.map((name, index) => `2026-11-22 12:00:0${index},000 - Start: ${name}`);
}

const SETUP = [
  'clean chroot',
  'chroot init',
  'build phase for hello-1.0-1.src.rpm',
  'build setup for hello-1.0-1.src.rpm',
];

export const MOCK_RUNS: readonly Recorded[] = [
  {
    title: 'no result folder: the source package is bad',
    run: { ...NOTHING, output: ['ERROR: Cannot find/open srpm: /x.src.rpm. Error: error reading package header'] },
    outcome: 'failed',
    reason: /^the source package is bad: ERROR: Cannot find\/open srpm/,
  },
  {
    title: 'exit 30: dependencies, by the names in root.log',
    run: {
      ...NOTHING,
      code: 30,
      hasResults: true,
      stateLog: stages(...SETUP),
      rootLog: [
        "DEBUG util.py:461:  No matching package to install: 'foo-devel >= 2'",
        'DEBUG util.py:461:  Not all dependencies satisfied',
      ],
    },
    outcome: 'failed',
    reason: /^missing BuildRequires: foo-devel >= 2$/,
  },
  {
    title: 'rpmbuild was started: the build, by the section in build.log',
    run: {
      ...NOTHING,
      hasResults: true,
      stateLog: stages(...SETUP, 'rpmbuild hello-1.0-1.src.rpm'),
      buildLog: ['make: *** [Makefile:2: all] Error 2', 'error: Bad exit status from /var/tmp/rpm-tmp.x (%build)'],
    },
    outcome: 'failed',
    reason: /^%build failed: make: \*\*\* \[Makefile:2: all\] Error 2$/,
  },
  {
    title: 'a root that cannot be made is neither',
    run: {
      ...NOTHING,
      code: 32,
      hasResults: true,
      stateLog: stages('clean chroot', 'chroot init'),
      output: ['ERROR: mount: permission denied'],
    },
    outcome: 'failed',
    reason: /^the build root could not be made: ERROR: mount: permission denied$/,
  },
  {
    title: 'an unknown configuration',
    run: { ...NOTHING, code: 3, output: ['ERROR: Could not find required config file: /etc/mock/nope.cfg'] },
    outcome: 'failed',
    reason: /^mock does not take the chroot's configuration: .*nope\.cfg$/,
  },
  {
    title: 'an architecture that the spec leaves out',
    run: {
      ...NOTHING,
      hasResults: true,
      stateLog: stages(...SETUP, 'rpmbuild hello-1.0-1.src.rpm'),
      buildLog: ['error: Architecture is not included: x86_64'],
    },
    outcome: 'skipped',
    reason: /^Architecture is not included: x86_64$/,
  },
  { title: 'an image without mock', run: { ...NOTHING, code: 127 }, outcome: 'failed', reason: /has no mock/ },
];

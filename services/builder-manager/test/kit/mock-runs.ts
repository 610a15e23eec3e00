/** Runs of mock 6.7 that failed, recorded on Minidistro with simple isolation; their logs are cut to the last lines. */
import { readFileSync } from 'node:fs';
import type { MockRun, MockVerdict } from '../../builder/domain/mock-verdict.js';

interface Recorded {
  readonly title: string;
  readonly run: MockRun;
  readonly outcome: MockVerdict['outcome'];
  readonly reason: string;
}

const failedRun = (title: string, file: string, reason: string): Recorded => ({
  title,
  run: recorded(file),
  outcome: 'failed',
  reason,
});

export const MOCK_RUNS: readonly Recorded[] = [
  failedRun('a compile error', 'compile-error', '%build failed: hello.c:1: error: no such thing'),
  failedRun('a patch that does not apply', 'prep-error', '%prep failed: patch: error: hunk FAILED'),
  failedRun('a test that fails', 'check-error', '%check failed: FAIL: test one'),
  failedRun(
    'BuildRequires that nobody provides',
    'missing-buildrequires',
    'missing BuildRequires: no-such-devel >= 2, other-missing',
  ),
  failedRun('generated ones', 'missing-generated', 'missing BuildRequires: no-such-generated'),
  failedRun('a generator that fails', 'generate-error', '%generate_buildrequires failed: gen.py: error: broken'),
  failedRun('a spec that does not parse', 'bad-spec', 'rpmbuild failed: error: line 7: Unknown tag: %if'),
  failedRun(
    'a source that is not there',
    'no-source',
    'rpmbuild failed: error: Bad file: /builddir/build/SOURCES/absent.tar.gz: No such file or directory',
  ),
  {
    title: 'an architecture that the spec leaves out, on a line that mock tore in two',
    run: recorded('other-arch'),
    outcome: 'skipped',
    reason: 'Architecture is not included: x86_64',
  },
  failedRun(
    'a repository that does not answer',
    'repository-gone',
    "build dependencies could not be installed: Error: Failed to download metadata for repo 'copr_base': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried",
  ),
  failedRun(
    'a package of the root that nobody provides',
    'missing-root-package',
    'the build root could not be made: nothing provides no-such-pkg',
  ),
  failedRun(
    'a bootstrap root that cannot be made',
    'broken-root',
    'the build root could not be made: nothing provides python3-dnf-plugins-core',
  ),
  failedRun(
    'a result that mock refuses to copy',
    'forged-result',
    "mock failed beside rpmbuild: ERROR: Can not copy /var/lib/mock/minidistro-13-x86_64-42-1/root/builddir/build/RPMS/shadow.rpm into resultdir /var/lib/kopr-builder/mock/result: [Errno 13] Permission denied: '/var/lib/mock/minidistro-13-x86_64-42-1/root/builddir/build/RPMS/shadow.rpm'",
  ),
  failedRun(
    'an unknown configuration',
    'unknown-config',
    "mock does not take the chroot's configuration: ERROR: Could not find included config file: /etc/mock/nope-1-x86_64.cfg",
  ),
  {
    title: 'an image without mock',
    run: nothing(127),
    outcome: 'failed',
    reason: 'the builder image has no mock',
  },
];

/** Reads `== exit 1`, then a section for each log. */
function recorded(name: string): MockRun {
  const text = readFileSync(new URL(`../fixtures/mock/${name}.log`, import.meta.url), 'utf8');
  const sections = new Map(
    text
      .split(/^== /m)
      .slice(1)
      .map((section) => section.split('\n'))
      .map(([title = '', ...lines]) => [title.replace(/ \d+$/, ''), { title, lines: lines.slice(0, -1) }]),
  );
  const log = (title: string): readonly string[] => sections.get(title)?.lines ?? [];
  const stateLog = log('state.log');
  return {
    code: Number(sections.get('exit')?.title.replace('exit ', '')),
    output: log('output'),
    hasResults: stateLog.length > 0,
    stateLog,
    rootLog: log('root.log'),
    buildLog: log('build.log'),
  };
}

function nothing(code: number): MockRun {
  return { code, output: [], hasResults: false, stateLog: [], rootLog: [], buildLog: [] };
}

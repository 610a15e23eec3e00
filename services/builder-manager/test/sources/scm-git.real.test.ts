/** Sources in git: which commit is taken, which folder, which tool makes the package, and what is said when it cannot. */
import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { eventually } from '@kopr/shared/testkit';
import { GIT_FILES, MAKEFILE, packageFiles, TITO_FILES } from '../kit/packages.js';
import { GIT_ENV, type Repository } from '../kit/git-server.js';
import { isOpen } from '../kit/svn-server.js';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';

const make = (...lines: string[]): string => `${MAKEFILE}\t${lines.join('\n\t')}\n`;

/** The builder's process, in a Makefile; not the reaper that started it, and not whoever looks. */
const BUILDER = '$$(grep -la "[b]uilder[.]mjs" /proc/[0-9]*/cmdline | cut -d/ -f3 | grep -vx 1)';

describe('a source in git', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let count = 0;
  before(async () => void (bench = await openSourceBench()));
  after(() => bench[Symbol.asyncDispose]());

  const repository = (files: Readonly<Record<string, string>>): Repository =>
    bench.git.repository(`repository-${++count}`, files);
  const run = (url: string, own: object = {}, kopr = {}) =>
    bench.run({
      type: 'scm',
      params: {
        type: 'git',
        clone_url: url,
        committish: '',
        subdirectory: '',
        spec: 'hello.spec',
        srpm_build_method: 'make_srpm',
        ...own,
      },
      kopr,
    });

  it('becomes a source package by its own Makefile, and the commit is told', async () => {
    const { url, git } = repository({ ...GIT_FILES, '.copr/Makefile': MAKEFILE });
    const { news, log, names, manifest } = await run(url);
    expect(news, log).to.equal('succeeded: well');
    expect(names).to.deep.equal(['hello-1.0-1.src.rpm']);
    expect(manifest).to.deep.include({
      outcome: 'succeeded',
      stage: null,
      pin: { commit: git('rev-parse', 'main'), version: null },
      packages: [{ name: 'hello', epoch: null, version: '1.0', release: '1', arch: 'src' }],
    });
  });

  it('is taken at the branch, the tag, the commit or the ref that was named, and at what the pin says before all', async () => {
    const { url, git, commit } = repository({ ...packageFiles('first'), '.copr/Makefile': MAKEFILE });
    const first = git('rev-parse', 'HEAD');
    git('tag', '-a', '-m', 'one', 'v1');
    git('checkout', '--quiet', '-b', 'feature/two');
    const second = commit(packageFiles('second'));
    git('update-ref', 'refs/pull/7/head', commit(packageFiles('third')));
    const third = git('rev-parse', 'HEAD');
    git('reset', '--quiet', '--hard', second);
    git('checkout', '--quiet', 'main');
    const newest = commit(packageFiles('fourth'));
    const wanted: [string, string][] = [
      ['', newest],
      ['feature/two', second],
      ['v1', first],
      [first, first],
      [second.slice(0, 9), second],
      ['refs/pull/7/head', third],
    ];
    for (const [committish, expected] of wanted) {
      const { news, log, manifest } = await run(url, { committish });
      expect(news, log).to.equal('succeeded: well');
      expect(manifest?.pin?.commit, committish).to.equal(expected);
    }
    const pinned = await run(url, { committish: 'main' }, { pin: { commit: first, version: null } });
    expect(pinned.manifest?.pin?.commit).to.equal(first);
    expect(pinned.manifest?.packages[0]?.version).to.equal('first');
  });

  it('keeps the name of its branch, by which Makefiles tell versions', async () => {
    const { url, git } = repository({ ...GIT_FILES, '.copr/Makefile': make('git rev-parse --abbrev-ref HEAD') });
    git('branch', 'epel9');
    const { log } = await run(url, { committish: 'epel9' });
    expect(log).to.match(/^epel9$/m);
  });

  it('fails at the checkout when there is no such name, or no such commit any more', async () => {
    const { url } = repository(GIT_FILES);
    const cases: [object, object, string][] = [
      [{ committish: 'nope' }, {}, 'the repository has no branch, tag or commit nope'],
      [
        {},
        { pin: { commit: 'b'.repeat(40), version: null } },
        `commit ${'b'.repeat(40)} is not in the repository any more`,
      ],
      [{ committish: '--upload-pack=x' }, {}, '"--upload-pack=x" is not the name of a branch, tag or commit'],
    ];
    for (const [own, kopr, reason] of cases) {
      const { manifest } = await run(url, own, kopr);
      expect(manifest).to.include({ outcome: 'failed', stage: 'checkout', reason });
      expect(manifest?.files).to.deep.equal([]);
    }
  });

  it('fails at the clone when there is no repository', async () => {
    const { manifest } = await run(`${bench.git.url}/nowhere`);
    expect(manifest).to.include({
      stage: 'clone',
      reason: `git failed: repository '${bench.git.url}/nowhere/' not found`,
    });
  });

  it('is made in the folder that was named, which must be there and inside', async () => {
    const files = Object.entries(GIT_FILES).map(([name, text]) => [`pkg/deep/${name}`, text]);
    const { url } = repository({ ...(Object.fromEntries(files) as object), '.copr/Makefile': MAKEFILE });
    expect((await run(url, { subdirectory: 'pkg/deep' })).news).to.equal('succeeded: well');
    for (const subdirectory of ['pkg/other', '../..', '/etc']) {
      const { manifest } = await run(url, { subdirectory });
      expect(manifest).to.include({ stage: 'subdirectory', reason: `the repository has no folder ${subdirectory}` });
    }
  });

  it('comes with its submodules, but with none that leads into the builder', async () => {
    const inner = repository({ 'greeting.txt': 'Hello from within\n' });
    const { url, git, commit } = repository({
      'hello.spec': GIT_FILES['hello.spec'],
      '.copr/Makefile': make('cat sub/greeting.txt'),
    });
    // By its folder: this process cannot serve while it waits for git.
    git('-c', 'protocol.file.allow=always', 'submodule', 'add', '--quiet', `${bench.git.root}/${inner.name}`, 'sub');
    git('config', '-f', '.gitmodules', 'submodule.sub.url', inner.url);
    commit({ 'greeting.txt': 'Hello\n' });
    const good = await run(url);
    expect(good.news, good.log).to.equal('succeeded: well');
    expect(good.log).to.include('Hello from within');
    git('config', '-f', '.gitmodules', 'submodule.sub.url', 'file:///etc');
    commit({});
    expect((await run(url)).manifest)
      .to.include({ stage: 'checkout' })
      .and.have.property('reason')
      .that.includes("transport 'file' not allowed");
  });

  it('is made by tito from its newest tag, or from the commit itself as a test', async () => {
    const { url, git, commit } = repository(TITO_FILES);
    git('tag', '-a', '-m', 'tagged', 'hello-1.0-1');
    commit({ 'greeting.txt': 'Hello again\n' });
    const tagged = await run(url, { srpm_build_method: 'tito' });
    expect(tagged.news, tagged.log).to.equal('succeeded: well');
    expect(tagged.names).to.deep.equal(['hello-1.0-1.src.rpm']);
    const tested = await run(url, { srpm_build_method: 'tito_test' });
    expect(tested.news, tested.log).to.equal('succeeded: well');
    expect(tested.names[0]).to.match(/^hello-1\.0-1\.git\.1\.[0-9a-f]+\.src\.rpm$/);
  });

  it('fails at the making when the tool does, in the tool’s own words', async () => {
    const broken = repository({ ...GIT_FILES, '.copr/Makefile': 'srpm:\n\t@echo "error: no way" >&2; exit 3\n' });
    expect((await run(broken.url)).manifest).to.include({
      stage: 'srpm-build',
      reason: 'make failed: error: no way; make: *** [/builddir/work/repository/.copr/Makefile:2: srpm] Error 3',
    });
    const bare = repository(GIT_FILES);
    expect((await run(bare.url)).manifest).to.include({
      stage: 'srpm-build',
      reason: 'the repository has no .copr/Makefile',
    });
    const untagged = await run(repository(TITO_FILES).url, { srpm_build_method: 'tito' });
    expect(untagged.manifest)
      .to.include({ stage: 'srpm-build' })
      .and.have.property('reason')
      .that.includes('hello-1.0-1');
    const idle = repository({ ...GIT_FILES, '.copr/Makefile': 'srpm:\n\ttrue\n' });
    expect((await run(idle.url)).manifest).to.include({ stage: 'srpm-build', reason: 'no source package was made' });
    const twice =
      'srpm:\n\tfor n in a b; do rpmbuild -bs -D "_sourcedir ." -D "_srcrpmdir $(outdir)" -D "dist $$n" $(spec); done\n';
    const { manifest } = await run(repository({ ...GIT_FILES, '.copr/Makefile': twice }).url);
    expect(manifest?.reason).to.match(/^2 source packages were made: /);
  });

  it('shows strangers’ code no token, no control channel and nothing of the builder', async () => {
    const probes = ['/run/kopr/token', '/proc/1/environ', '/proc/1/fd/2', '/proc/1/mem'].map(
      (path) => `(: <${path}) 2>/dev/null && echo "read ${path}" || echo "refused ${path}"`,
    );
    const node = ['environ', 'fd/2', 'mem'].map(
      (what) => `(: </proc/${BUILDER}/${what}) 2>/dev/null && echo "read node ${what}" || echo "refused node ${what}"`,
    );
    const proof = `echo "it is $$(tr '\\0' ' ' </proc/${BUILDER}/cmdline)"`;
    const { url } = repository({ ...GIT_FILES, '.copr/Makefile': make('id -u', 'env', proof, ...probes, ...node) });
    const { news, log } = await run(url);
    expect(news, log).to.equal('succeeded: well');
    expect(log).to.match(/^0$/m).and.include('refused /run/kopr/token').and.include('refused node mem');
    expect(log).to.match(/^it is \S*node .*builder\.mjs/m);
    expect(log).to.not.match(/^read /m);
    expect(log).to.not.match(/KOPR_|eyJ/);
  });

  it('cannot be made by anybody who opens the builder’s inspector', async () => {
    // 9229, as the kernel's table of sockets writes it. It takes Node a few milliseconds.
    const look = 'for n in $$(seq 30); do ! grep -q :240D /proc/net/tcp || { echo opened; break; }; sleep 0.1; done';
    const signal = `kill -USR1 ${BUILDER} && echo signalled`;
    const { url } = repository({ ...GIT_FILES, '.copr/Makefile': make(signal, look) });
    const { news, log } = await run(url);
    expect(news, log).to.equal('succeeded: well');
    expect(log).to.match(/^signalled$/m, log);
    expect(log).to.not.match(/^opened$/m);
  });

  it('is refused where the guard says no, in the guard’s words', async () => {
    const closed = { allow_private: false };
    expect((await run('http://127.0.0.1:1/x', {}, closed)).manifest)
      .to.include({ stage: 'clone' })
      .and.have.property('reason')
      .that.includes('127.0.0.1 is no');
    expect((await run('file:///etc', {}, closed)).manifest)
      .to.include({ stage: 'clone' })
      .and.have.property('reason')
      .that.includes('not by file');
    expect((await run('ext::sh -c id', {}, closed)).manifest).to.include({ stage: 'clone' });
  });

  it('is cut off when more comes than may be downloaded', async () => {
    const noise = Array.from({ length: 200_000 }, () => Math.random().toString(36)).join('');
    const { manifest } = await run(repository({ ...GIT_FILES, noise }).url, {}, { max_download_bytes: 100_000 });
    expect(manifest).to.include({
      stage: 'clone',
      reason: 'git failed: more than 100000 bytes were transferred, which is the limit',
    });
  });

  it('comes over git:// through the guard, too', async () => {
    const { name, git } = repository({ ...GIT_FILES, '.copr/Makefile': MAKEFILE });
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const options = ['--export-all', '--reuseaddr', `--port=${port}`, `--base-path=${bench.git.root}`];
    const daemon = spawn('git', ['-c', 'safe.directory=*', 'daemon', ...options, bench.git.root], { env: GIT_ENV });
    try {
      await eventually(() => isOpen(port), { withinMs: 10_000, what: 'git daemon' });
      const { news, log, manifest } = await run(`git://${bench.docker.gateway}:${port}/${name}`);
      expect(news, log).to.equal('succeeded: well');
      expect(manifest?.pin?.commit).to.equal(git('rev-parse', 'HEAD'));
      const small = await run(`git://${bench.docker.gateway}:${port}/${name}`, {}, { max_download_bytes: 100 });
      expect(small.manifest?.reason).to.include('more than 100 bytes were transferred');
    } finally {
      daemon.kill();
    }
  });

  it('is cloned whole from a server that cannot give a part', async () => {
    const { git, url } = repository({ ...GIT_FILES, '.copr/Makefile': MAKEFILE });
    git('update-server-info');
    const { news, log } = await run(url.replace(/\/repository-/, '/dumb/repository-'));
    expect(news, log).to.equal('succeeded: well');
  });
});

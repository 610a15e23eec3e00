/** Packages of a distribution's dist-git: the archives that the clone names, from where that distribution keeps them. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { spec } from '../kit/packages.js';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';

const ARCHIVE = Buffer.from('an archive\n');
const hash = (type: string): string => createHash(type).update(ARCHIVE).digest('hex');

describe('a package of a dist-git', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let count = 0;
  before(async () => void (bench = await openSourceBench()));
  after(() => bench[Symbol.asyncDispose]());

  const SPEC = spec({ Source0: 'hello-1.0.tar.gz', Patch0: 'fix.patch' });
  const run = (sources: string, kopr = {}, files = {}) => {
    const name = `rpms/hello-${++count}`;
    const { url } = bench.git.repository(name, { 'hello.spec': SPEC, 'fix.patch': '', sources, ...files });
    const lookaside = mkdtempSync(join(tmpdir(), 'kopr-lookaside-'));
    writeFileSync(join(lookaside, 'hello-1.0.tar.gz'), ARCHIVE);
    bench.house.folders.set(`hello-${count}`, lookaside);
    const lookasides = [
      { name: 'other', cloneUrl: 'http://other.example.org', archiveUri: 'http://other.example.org/{filename}' },
      {
        name: 'ours',
        cloneUrl: bench.git.url,
        archiveUri: `${bench.house.url}/folder/{pkgname}/{filename}?{namespace}/{hashtype}/{hash}`,
      },
    ];
    return bench.run({ type: 'distgit', params: { clone_url: url, committish: null }, kopr: { lookasides, ...kopr } });
  };

  for (const [form, sources] of [
    ['md5 in two fields', `${hash('md5')}  hello-1.0.tar.gz\n`],
    ['SHA-512 in four', `SHA512 (hello-1.0.tar.gz) = ${hash('sha512')}\n`],
  ] as const) {
    it(`is made with the archives of its sources file: ${form}`, async () => {
      const { news, log, names, srpm } = await run(sources);
      expect(news, log).to.equal('succeeded: well');
      expect(names).to.deep.equal(['hello-1.0-1.src.rpm']);
      expect(filesIn(srpm!)).to.have.members(['fix.patch', 'hello-1.0.tar.gz', 'hello.spec']);
    });
  }

  it('needs no lookaside when it names no archive', async () => {
    const { news, log } = await run('', { lookasides: [] }, { 'hello-1.0.tar.gz': 'in git' });
    expect(news, log).to.equal('succeeded: well');
  });

  it('fails at the download when an archive differs, is not there, or nobody knows where it lies', async () => {
    const differs = await run(`SHA512 (hello-1.0.tar.gz) = ${'a'.repeat(128)}\n`);
    expect(differs.manifest)
      .to.include({ stage: 'download' })
      .and.have.property('reason')
      .that.match(/^hello-1\.0\.tar\.gz: expected sha512 a{16}…, found/);
    const absent = await run(`SHA512 (absent.tar.gz) = ${hash('sha512')}\n`);
    expect(absent.manifest).to.include({ stage: 'download' }).and.have.property('reason').that.includes('404');
    const unknown = await run(`SHA512 (hello-1.0.tar.gz) = ${hash('sha512')}\n`, { lookasides: [] });
    expect(unknown.manifest)
      .to.include({ stage: 'download' })
      .and.have.property('reason')
      .that.match(/^no lookaside is known for http/);
    const odd = await run('sha512:abc hello.tar.gz\n');
    expect(odd.manifest).to.include({
      stage: 'download',
      reason: 'the sources file has a line that is not understood: sha512:abc hello.tar.gz',
    });
  });

  it('writes no archive through a link that lies in wait in the repository', async () => {
    const trap = bench.git.repository('rpms/trap', {
      'hello.spec': SPEC,
      'fix.patch': '',
      sources: `${hash('md5')}  hello-1.0.tar.gz\n`,
    });
    execFileSync('ln', ['-s', '/etc/ld.so.preload', join(bench.git.root, 'rpms/trap', 'hello-1.0.tar.gz')]);
    trap.commit({});
    const lookasides = [
      { name: 'ours', cloneUrl: bench.git.url, archiveUri: `${bench.house.url}/folder/hello-1/{filename}` },
    ];
    const { news, log, srpm } = await bench.run({
      type: 'distgit',
      params: { clone_url: trap.url, committish: 'main' },
      kopr: { lookasides },
    });
    expect(news, log).to.equal('succeeded: well');
    expect(log).to.not.include('ld.so.preload');
    expect(filesIn(srpm!)).to.include('hello-1.0.tar.gz');
  });

  it('must have exactly one spec file', async () => {
    const { manifest } = await run('', {}, { 'other.spec': SPEC });
    expect(manifest).to.include({
      stage: 'srpm-build',
      reason: 'there must be exactly one spec file, found 2: hello.spec, other.spec',
    });
  });
});

function filesIn(srpm: Buffer): string[] {
  const path = join(mkdtempSync(join(tmpdir(), 'kopr-srpm-')), 'x.src.rpm');
  writeFileSync(path, srpm);
  return execFileSync('rpm', ['-qpl', path], { encoding: 'utf8' }).trim().split('\n');
}

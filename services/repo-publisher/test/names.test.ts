import { expect } from 'chai';
import { isForReaders, kindOf, placedName, rpmFileName } from '../src/domain/file-names.js';
import { buildOfLeaf, isRepositoryPath, parseResultPath } from '../src/domain/result-path.js';

describe('names of delivered files', () => {
  const allowed = {
    'build.log': 'log',
    'root.log': 'log',
    'results.json': 'other',
    'configs.tar.gz': 'other',
    success: 'other',
    'hello.spec': 'spec',
    'gcc-c++.spec': 'spec',
    'hello-1.0-1.x86_64.rpm': 'rpm',
    'lib~x-1^2-3.noarch.rpm': 'rpm',
  };
  for (const [name, kind] of Object.entries(allowed)) {
    it(`takes ${name} as ${kind}`, () => expect(kindOf(name)).to.equal(kind));
  }

  const refused = [
    '../x.rpm',
    'a/b.rpm',
    '.hidden.rpm',
    '-e.rpm',
    'x.rpm\n',
    'index.html',
    'builder-live.log',
    'x.log',
    '',
    '..',
    'a\0.spec',
  ];
  for (const name of [...refused, `${'a'.repeat(300)}.rpm`]) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))}`, () => expect(kindOf(name)).to.equal(undefined));
  }

  it('names an RPM by its header, without the epoch', () => {
    const nevra = { name: 'hello', epoch: 2, version: '1.0', release: '1', arch: 'src' };
    expect(rpmFileName(nevra)).to.equal('hello-1.0-1.src.rpm');
  });

  it('keeps logs compressed and everything else as it came', () => {
    expect(['build.log', 'hello.spec', 'results.json'].map(placedName)).to.deep.equal([
      'build.log.gz',
      'hello.spec',
      'results.json',
    ]);
  });

  it('shows of a failed attempt the logs, the spec and the results, not its packages', () => {
    const names = ['build.log', 'hello.spec', 'results.json', 'hello-1-1.noarch.rpm', 'configs.tar.gz'];
    expect(names.filter(isForReaders)).to.deep.equal(['build.log', 'hello.spec', 'results.json']);
  });
});

describe('result paths', () => {
  it('reads the parts of an RPM task’s folder', () => {
    expect(parseResultPath('@devel/tools:pr:5/fedora-42-x86_64/00000042-gcc-c++')).to.deep.equal({
      owner: '@devel',
      dirname: 'tools:pr:5',
      chroot: 'fedora-42-x86_64',
      leaf: '00000042-gcc-c++',
      build: 42,
      package: 'gcc-c++',
    });
  });

  it('reads a source task’s folder, which names no package', () => {
    const path = parseResultPath('alice/tools/srpm-builds/00000042');
    expect([path?.build, path?.package]).to.deep.equal([42, undefined]);
  });

  const bad = [
    '../tools/c-1-x/00000042-a',
    'alice/../c-1-x/00000042-a',
    'alice/tools/../00000042-a',
    'alice/tools/c-1-x/..',
    'alice/tools/c-1-x/42-a',
    'alice/tools/c-1-x/00000042-a/b',
    'alice/tools/c-1-x',
    '/alice/tools/c-1-x/00000042-a',
    'alice//c-1-x/00000042-a',
    'alice/.project/c-1-x/00000042-a',
    'alice/tools/c-1-x/00000042-../x',
    'alice/tools/c-1-x/00000042-a\n',
  ];
  for (const path of bad) {
    it(`refuses ${JSON.stringify(path)}`, () => expect(parseResultPath(path)).to.equal(undefined));
  }

  it('knows a build’s folder from other folders', () => {
    expect(['00000042-hello', '123456789-x', 'repodata', 'devel'].map(buildOfLeaf)).to.deep.equal([
      42,
      123456789,
      undefined,
      undefined,
    ]);
  });

  it('refuses a repository whose parts would leave the tree', () => {
    expect(isRepositoryPath('alice', 'tools', '..')).to.equal(false);
    expect(isRepositoryPath('alice', 'tools', 'fedora-42-x86_64')).to.equal(true);
  });
});

import { expect } from 'chai';
import { isArchive } from '../src/domain/archive-rule.js';
import { isBranch, isDirname, isOwner, isPackage } from '../src/domain/names.js';
import { plainText } from '../src/domain/refusal.js';
import { sourceLineProblem, sourcesFile } from '../src/domain/sources-file.js';

const text = Buffer.from('plain text\n');

describe('the rules of names', () => {
  const yes: [string, (name: string) => boolean, string[]][] = [
    ['owner', isOwner, ['alice', '@group', 'a.b-c_d', '_x']],
    ['dirname', isDirname, ['tools', 'tools:pr:12', 'tools:custom', 'a+b']],
    ['package', isPackage, ['hello', 'gtk+', 'libstdc++', 'python3.12', '_x', '0ad', 'perl-Foo_Bar']],
    ['branch', isBranch, ['f42', 'epel9', 'centos-stream9', 'minidistro13', 'opensuseleap-15.6']],
  ];
  for (const [what, rule, names] of yes) {
    it(`takes these for a ${what}: ${names.join(' ')}`, () => {
      expect(names.filter((name) => !rule(name))).to.deep.equal([]);
    });
  }

  const no: [string, (name: string) => boolean, string[]][] = [
    ['owner', isOwner, ['', '.', '..', 'a/b', '@', '-x', '@-x', '.x', '@.x', 'a b', 'a\0']],
    ['dirname', isDirname, ['', '..', '../x', '-x', '.x', ':x', 'a\\b', 'x'.repeat(201)]],
    ['package', isPackage, ['', '...', '-x', '.x', '+x', 'a/b', 'a.git', 'a%20', 'ä']],
    ['branch', isBranch, ['', '.x', '-x', 'a..b', 'a.lock', 'a.', 'a/b', 'a b', 'a~1', '@']],
  ];
  for (const [what, rule, names] of no) {
    it(`takes none of these for a ${what}: ${names.map((name) => JSON.stringify(name.slice(0, 9))).join(' ')}`, () => {
      expect(names.filter(rule)).to.deep.equal([]);
    });
  }
});

describe('the rule of archives', () => {
  it('goes by the name first', () => {
    const archives = ['x.tar', 'x.tar.gz', 'x.tgz', 'x.tbz2', 'X.ZIP', 'a.patch.xz', 'x.crate', 'x.sig', 'logo.png'];
    expect(archives.filter((name) => !isArchive(name, 11, text))).to.deep.equal([]);
    const texts = ['fix.patch', 'x.asc', 'x.service', 'README', 'x.tar.asc', 'Makefile', 'x.svg'];
    expect(texts.filter((name) => isArchive(name, 11, text))).to.deep.equal([]);
  });

  it('then by the content and the size', () => {
    expect(isArchive('data', 3, Buffer.from('a\0b'))).to.equal(true);
    expect(isArchive('data', 9 * 1024 * 1024, text)).to.equal(true);
    expect(isArchive('data', 8001, Buffer.concat([Buffer.alloc(8000, 'x'), Buffer.alloc(1)]))).to.equal(false);
  });

  it('never takes the spec for one', () => {
    expect(isArchive('x.spec', 3, Buffer.from('a\0b'))).to.equal(false);
  });
});

describe('the file sources', () => {
  it('has one line for each archive, by name', () => {
    const lines = [
      { name: 'b.tar.gz', sha512: 'b'.repeat(128) },
      { name: 'a.tar.gz', sha512: 'a'.repeat(128) },
    ];
    expect(sourcesFile(lines)).to.equal(
      `SHA512 (a.tar.gz) = ${'a'.repeat(128)}\nSHA512 (b.tar.gz) = ${'b'.repeat(128)}\n`,
    );
    expect(sourcesFile([])).to.equal('');
  });

  it('cannot hold names that its readers would cut', () => {
    expect(['a b.tgz', 'a(1).tgz', 'a).tgz'].map((name) => sourceLineProblem(name))).to.not.include(undefined);
    expect(sourceLineProblem('a+~^1.tgz')).to.equal(undefined);
  });
});

describe('a reason', () => {
  it('is one line of a bounded length, whatever strangers put into it', () => {
    expect(plainText('a\n\u001b[31mb\u202ec\r\n')).to.equal('a [31mb c');
    expect(plainText('x'.repeat(3000))).to.have.length(2000);
  });
});

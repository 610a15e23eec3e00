/** The builder's pure rules: macros, repositories, sources, architectures, names, users. */
import { expect } from 'chai';
import { archOf, exclusionOf, parseLimits } from '../builder/domain/arch-limits.js';
import { buildMacros, renderMacros } from '../builder/domain/macros.js';
import { parseNevras } from '../builder/domain/nevra.js';
import { freeId } from '../builder/domain/passwd.js';
import { renderRepo } from '../builder/domain/repo-file.js';
import { couldReplace, primaryHref } from '../builder/domain/repo-names.js';
import { parseSources } from '../builder/domain/sources-file.js';
import { isPlainName } from '../builder/domain/text.js';
import { definitionOf } from './kit/house.js';

describe('macros of a build', () => {
  it('are Copr’s, and the definition’s own win', () => {
    const definition = definitionOf({ project_owner: '@devel' });
    definition.kopr.macros = { vendor: 'Example - group @devel', dist: '.md13' };
    expect(buildMacros(definition)).to.deep.equal({
      copr_username: '@devel',
      copr_projectname: 'tools',
      vendor: 'Example - group @devel',
      buildtag: '.copr1',
      dist: '.md13',
    });
  });

  it('stay one line each, and odd names are left out', () => {
    expect(renderMacros({ vendor: 'a\n%evil 1', '9x': 'no', 'a b': 'no' })).to.equal('%vendor a %evil 1\n');
  });
});

describe('a project’s repository for dnf', () => {
  it('is written as Copr writes it', () => {
    const repo = {
      id: 'copr_base',
      name: 'Copr repository',
      baseurl: 'http://x/results/',
      priority: 90,
      repo_gpgcheck: false,
      module_hotfixes: true,
    };
    expect(renderRepo(repo).split('\n')).to.deep.equal([
      '[copr_base]',
      "name='Copr repository'",
      'baseurl=http://x/results/',
      'gpgcheck=0',
      'repo_gpgcheck=0',
      'enabled=1',
      'skip_if_unavailable=0',
      'metadata_expire=0',
      'cost=1',
      'best=1',
      'priority=90',
      'module_hotfixes=True',
      '',
    ]);
  });

  it('cannot smuggle in a second one', () => {
    const text = renderRepo({ id: 'a]\n[b', name: 'x\n[c]', baseurl: 'http://x\n[d]' });
    expect(text.match(/^\[/gm)).to.have.length(1);
  });
});

describe('the sources file', () => {
  const hash = 'a'.repeat(128);
  it('names archives by SHA-512', () => {
    expect(parseSources(`SHA512 (hello-1.0.tar.gz) = ${hash}\n\n`)).to.deep.equal({
      archives: [{ file: 'hello-1.0.tar.gz', sha512: hash }],
    });
  });
  it('may be as plain rpkg writes it', () => {
    expect(parseSources(`${hash}  hello-1.0.tar.gz\n`)).to.deep.equal({
      archives: [{ file: 'hello-1.0.tar.gz', sha512: hash }],
    });
  });
  it('names archives that the lookaside takes, whatever they are called', () => {
    for (const file of ['a!b.tar.gz', '.hidden.zip', "it's.tgz", 'ä#[1].tar.xz']) {
      const archives = [{ file, sha512: hash }];
      expect(parseSources(`SHA512 (${file}) = ${hash}\n`), file).to.deep.equal({ archives });
      expect(parseSources(`${hash}  ${file}\n`), file).to.deep.equal({ archives });
    }
  });
  for (const line of [
    `SHA512 (.git) = ${hash}`,
    `SHA512 (-x.tgz) = ${hash}`,
    `${'a'.repeat(32)}  hello.tar.gz`,
    `${hash}  ../etc/passwd`,
    `${'a'.repeat(127)}  hello.tar.gz`,
    `SHA512 (../etc/passwd) = ${hash}`,
    `SHA512 (a) = ${'a'.repeat(64)}`,
  ]) {
    it(`refuses the line ${line.slice(0, 40)}`, () => expect(parseSources(line)).to.have.property('error'));
  }
});

describe('architectures that a spec leaves out', () => {
  const RULES: [string, string, string | undefined][] = [
    ['\n\n\n', 'x86_64', undefined],
    ['(none)\n(none)\n(none)\n', 'x86_64', undefined],
    ['aarch64 ppc64le \n\n\n', 'x86_64', 'ExclusiveArch: aarch64 ppc64le'],
    ['x86_64 \n\n\n', 'x86_64', undefined],
    ['x86_64 i686 \n\n\n', 'i386', undefined],
    ['aarch64 %{some_arches} \n\n\n', 'x86_64', undefined],
    ['\nx86_64 \n\n', 'x86_64', 'ExcludeArch: x86_64'],
    ['aarch64 noarch \n\nnoarch \n', 'x86_64', undefined],
  ];
  for (const [text, arch, expected] of RULES) {
    it(`${JSON.stringify(text)} on ${arch}: ${expected ?? 'built'}`, () => {
      expect(exclusionOf(parseLimits(text), arch)).to.equal(expected);
    });
  }
  it('are known by the end of the chroot’s name', () =>
    expect(archOf('opensuse-leap-15.6-aarch64')).to.equal('aarch64'));
});

describe('names from RPM headers', () => {
  it('are read with and without an epoch', () => {
    expect(parseNevras('hello\t\t1.0\t1.md13\tsrc\nhello\t2\t1.0\t1.md13\tx86_64\n')).to.deep.equal([
      { name: 'hello', epoch: null, version: '1.0', release: '1.md13', arch: 'src' },
      { name: 'hello', epoch: 2, version: '1.0', release: '1.md13', arch: 'x86_64' },
    ]);
  });
  it('are refused as a whole when rpm complains of one', () => {
    expect(parseNevras('hello\t\t1.0\t1\tx86_64\nerror: open of x failed\n')).to.equal(undefined);
  });
});

describe('a repository that could change the root', () => {
  const primary = '<package><name>zlib-ng</name><rpm:obsoletes><rpm:entry name="zlib"/></rpm:obsoletes></package>';
  it('holds a package of an installed name, or one that obsoletes it', () => {
    expect(couldReplace(primary, new Set(['zlib-ng']))).to.equal(true);
    expect(couldReplace(primary, new Set(['zlib']))).to.equal(true);
    expect(couldReplace(primary, new Set(['gcc']))).to.equal(false);
  });
  it('is found by its primary metadata', () => {
    const repomd =
      '<repomd><data type="other"><location href="o"/></data><data type="primary">\n<location href="repodata/p.xml.gz"/></data></repomd>';
    expect(primaryHref(repomd)).to.equal('repodata/p.xml.gz');
    expect(primaryHref('<repomd/>')).to.equal(undefined);
  });
});

describe('small things', () => {
  it('the build user gets an id that the image does not use', () => {
    expect(freeId('root:x:0:0::/:/bin/sh\na:x:1000:1000::/:', 'b:x:1001:')).to.equal(1002);
  });
  it('file names hold nothing of a path', () => {
    expect(['hello-1.0~rc1^2+x.tar.gz', 'a'].every(isPlainName)).to.equal(true);
    expect(['', '.', '..', '.hidden', 'a/b', '-rf', 'a b', 'a\nb'].some(isPlainName)).to.equal(false);
  });
});

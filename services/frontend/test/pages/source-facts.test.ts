import { expect } from 'chai';
import type { SourceType } from '../../src/domain/source-definition.js';
import { commitUrl } from '../../src/pages/forge.js';
import { sourceFacts } from '../../src/pages/stored/source-facts.js';

const COMMIT = 'a'.repeat(40);

describe('the facts of what a build is made from', () => {
  const url = 'https://example.org/x.git';
  const cases: [SourceType, Record<string, unknown>, string[]][] = [
    ['link', { url }, [`Address ${url}`]],
    ['upload', { pkg: 'x.src.rpm', tmp: 'y' }, ['Uploaded file x.src.rpm']],
    [
      'scm',
      { type: 'git', clone_url: url, committish: 'v1', subdirectory: 'rpm', spec: '', srpm_build_method: 'tito' },
      [`Git ${url}`, 'Branch, tag or commit v1', 'Subdirectory rpm', 'SRPM made by tito, from the newest tag'],
    ],
    ['scm', { type: 'svn', clone_url: url, committish: null }, [`Subversion ${url}`]],
    ['distgit', { clone_url: url, distgit: 'fedora', committish: '' }, [`Dist-git: fedora ${url}`]],
    ['pypi', { pypi_package_name: 'foo', pypi_package_version: '1.0' }, ['PyPI foo', 'Version 1.0']],
    ['pypi', { pypi_package_name: 'foo', pypi_package_version: null }, ['PyPI foo', 'Version newest']],
    ['rubygems', { gem_name: 'rake' }, ['RubyGems rake']],
    ['custom', { script: 'x', chroot: 'fedora-42-x86_64', repos: '' }, ['Script x', 'Runs in fedora-42-x86_64']],
    ['unset', {}, []],
  ];
  for (const [type, params, facts] of cases) {
    it(`are of ${type}: ${facts.join(', ')}`, () => {
      expect(sourceFacts(type, params, null).map(({ term, text }) => `${term} ${text}`)).to.deep.equal(facts);
    });
  }

  it('end with what it was when it was looked up', () => {
    const github = { clone_url: 'https://github.com/a/b.git' };
    const [, commit] = sourceFacts('scm', github, { commit: COMMIT, version: null });
    expect(commit).to.deep.include({ term: 'Commit', text: COMMIT, href: `https://github.com/a/b/commit/${COMMIT}` });
    const [, version] = sourceFacts('rubygems', { gem_name: 'rake' }, { commit: null, version: '13.0' });
    expect(version).to.deep.equal({ term: 'Version taken', text: '13.0' });
  });

  it('lead nowhere but to the web', () => {
    const evil = 'javascript:alert(1)';
    for (const [type, params] of [
      ['link', { url: evil }],
      ['scm', { clone_url: evil }],
    ] as const)
      expect(sourceFacts(type, params, { commit: COMMIT, version: null }).map(({ href }) => href)).to.deep.equal([
        undefined,
        undefined,
      ]);
  });
});

describe('the page of a commit', () => {
  const known: [string, string | undefined][] = [
    ['https://github.com/a/b.git', 'https://github.com/a/b/commit/'],
    ['git://github.com/a/b', 'https://github.com/a/b/commit/'],
    ['ssh://git@gitlab.com/a/b/c.git', 'https://gitlab.com/a/b/c/-/commit/'],
    ['https://gitlab.gnome.org/GNOME/x/', 'https://gitlab.gnome.org/GNOME/x/-/commit/'],
    ['https://src.fedoraproject.org/rpms/hello', 'https://src.fedoraproject.org/rpms/hello/c/'],
    ['https://codeberg.org/a/b', 'https://codeberg.org/a/b/commit/'],
    ['https://git.sr.ht/~a/b', 'https://git.sr.ht/~a/b/commit/'],
    ['https://example.org/a/b.git', undefined],
    ['https://evilgithub.com/a/b', undefined],
    ['https://github.com/', undefined],
    ['file:///etc/passwd', undefined],
    ['nonsense', undefined],
  ];
  for (const [cloneUrl, page] of known) {
    it(`of ${cloneUrl} is ${page ?? 'not known'}`, () => {
      expect(commitUrl(cloneUrl, COMMIT)).to.equal(page && `${page}${COMMIT}`);
    });
  }
});

import { expect } from 'chai';
import type { SourceType } from '../../src/domain/source-definition.js';
import { sourceView } from '../../src/pages/stored/source-words.js';

describe('the words for what a build is made from', () => {
  const url = 'https://example.org/x.git';
  const cases: [SourceType, Record<string, unknown>, string][] = [
    ['link', { url }, url],
    ['upload', { pkg: 'x.src.rpm', tmp: 'y' }, 'x.src.rpm'],
    ['scm', { type: 'git', clone_url: url, committish: 'v1' }, `Git: ${url} at v1`],
    ['scm', { type: 'svn', clone_url: url, committish: null }, `Subversion: ${url}`],
    ['distgit', { clone_url: url, committish: '' }, `Dist-git: ${url}`],
    ['pypi', { pypi_package_name: 'foo', pypi_package_version: '1.0' }, 'PyPI: foo 1.0'],
    ['pypi', { pypi_package_name: 'foo', pypi_package_version: null }, 'PyPI: foo'],
    ['rubygems', { gem_name: 'rake' }, 'RubyGems: rake'],
    ['custom', { script: 'x', chroot: 'fedora-42-x86_64' }, 'A script, run in fedora-42-x86_64'],
    ['unset', {}, 'unset'],
  ];
  for (const [type, params, words] of cases) {
    it(`are "${words}"`, () => {
      expect(sourceView(type, params).text).to.equal(words);
    });
  }
});

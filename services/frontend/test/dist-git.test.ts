import { expect } from 'chai';
import { cloneUrlOf } from '../src/domain/dist-git.js';

const FEDORA = {
  name: 'fedora',
  cloneUrl: 'https://src.fedoraproject.org',
  clonePackageUri: '{namespace}/rpms/{pkgname}',
  defaultNamespace: '',
  archiveUri: null,
};
const SPACED = {
  name: 'spaced',
  cloneUrl: 'https://example.org',
  clonePackageUri: 'some/uri/{namespace}/{pkgname}/git',
  defaultNamespace: null,
  archiveUri: null,
};

describe('the clone URL of a package in a dist-git', () => {
  const cases: [string, typeof FEDORA | typeof SPACED, string | null, string][] = [
    ['leaves out a namespace that is empty', FEDORA, null, 'https://src.fedoraproject.org/rpms/hello'],
    ['has the namespace that was named', FEDORA, 'forks/eve', 'https://src.fedoraproject.org/forks/eve/rpms/hello'],
    ['never leads out of the dist-git', FEDORA, '../../.', 'https://src.fedoraproject.org/rpms/hello'],
    ['fills in names as they are', SPACED, '@copr/$&', 'https://example.org/some/uri/@copr/$&/hello/git'],
    ['fills in each name once', SPACED, '{pkgname}', 'https://example.org/some/uri/{pkgname}/hello/git'],
  ];
  for (const [what, instance, namespace, url] of cases) {
    it(what, () => {
      expect(cloneUrlOf(instance, 'hello', namespace)).to.deep.equal({ url });
    });
  }

  it('is none without a namespace where one is needed', () => {
    expect(cloneUrlOf(SPACED, 'hello', null)).to.deep.equal({
      missing: "DistGit 'spaced' requires 'namespace' specified",
    });
  });
});

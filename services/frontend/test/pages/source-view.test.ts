import { expect } from 'chai';
import { decide } from '../../src/domain/decide.js';
import { sourceView } from '../../src/pages/stored/source-view.js';
import { build, HOUSE, imported, input, planned, root } from '../cast.js';

const PLACES = { distGitUrl: 'http://dist-git.example.org', resultsUrl: 'http://results.example.org' };
const ROW = { sourceType: 'upload', sourceParams: { pkg: 'hello.src.rpm' } } as const;
const sourcesOf = (of: Parameters<typeof sourceView>[0]) => sourceView(of, ROW, PLACES).sources;
const COMMITS = 'http://dist-git.example.org/browse/alice/tools/hello/commit';

describe('where the sources of a build lie', () => {
  it('is not known before they were imported', () => {
    expect(sourcesOf(build())).to.equal(null);
  });

  it('is the package’s page, and the commit that its chroots are built from', () => {
    const twins = [root(), root('minidistro-13-aarch64')];
    expect(sourcesOf(planned(twins))).to.deep.equal({
      cloneUrl: 'http://dist-git.example.org/git/alice/tools/hello',
      url: 'http://dist-git.example.org/browse/alice/tools/hello/',
      commits: [{ hash: 'b'.repeat(40), url: `${COMMITS}/${'b'.repeat(40)}` }],
    });
  });

  it('is several commits when releases are built from different ones', () => {
    const roots = [root(), root('fedora-42-x86_64')];
    expect(sourcesOf(planned(roots))?.commits.map(({ hash }) => hash)).to.deep.equal(['b'.repeat(40), 'c'.repeat(40)]);
  });

  it('is a side directory’s own', () => {
    const project = { id: 7, owner: '@devel', name: 'tools', dirname: 'tools:pr:1' };
    const news = { type: 'source.imported', body: imported(), input: input() } as const;
    expect(sourcesOf(decide(build({ project }), news, HOUSE).build)?.url).to.equal(
      'http://dist-git.example.org/browse/@devel/tools:pr:1/hello/',
    );
  });
});

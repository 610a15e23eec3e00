import { houseCloneUrl, houseRepository, isOfProject } from '@kopr/shared/domain';
import { expect } from 'chai';

const HOME = 'http://dist-git.example:5001';
const HELLO = { owner: '@devel', dirname: 'tools:pr:1', package: 'hello' };

describe('a clone URL', () => {
  for (const url of [
    `${HOME}/git/@devel/tools:pr:1/hello`,
    `${HOME}/git/@devel/tools:pr:1/hello.git`,
    `${HOME}/git/%40devel/tools%3Apr%3A1/hello/`,
    'HTTP://Dist-Git.example:5001/git/@devel/tools:pr:1/hello',
  ])
    it(`of our own repository is ${url}`, () => expect(houseRepository(url, HOME)).to.deep.equal(HELLO));

  for (const url of [
    'http://dist-git.example/git/@devel/tools/hello',
    'https://dist-git.example:5001/git/@devel/tools/hello',
    'http://dist-git.example.evil:5001/git/a/b/c',
    `${HOME}/git/@devel/tools/hello?x`,
    `${HOME}/git/@devel/tools`,
    `${HOME}/git/@devel/tools/hello/more`,
    `${HOME}/git/@devel/..%2f..%2fetc/hello`,
    `${HOME}/gitx/a/b/c`,
    'git@dist-git.example:git/a/b/c',
    `${HOME}/git/%zz/b/c`,
  ])
    it(`is somebody else’s, or none: ${url}`, () => expect(houseRepository(url, HOME)).to.equal(undefined));

  it('is told as people use it, and found again, also below a path', () => {
    const home = 'https://kopr.example/dist-git/';
    expect(houseCloneUrl(home, HELLO)).to.equal('https://kopr.example/dist-git/git/@devel/tools:pr:1/hello');
    expect(houseRepository(houseCloneUrl(home, HELLO), home)).to.deep.equal(HELLO);
  });

  it('belongs to a project by its owner and the name before the first colon', () => {
    expect(isOfProject(HELLO, { owner: '@devel', name: 'tools' })).to.equal(true);
    expect(isOfProject(HELLO, { owner: '@devel', name: 'tool' })).to.equal(false);
    expect(isOfProject(HELLO, { owner: 'devel', name: 'tools' })).to.equal(false);
  });
});

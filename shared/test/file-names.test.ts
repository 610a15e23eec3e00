import { expect } from 'chai';
import { fileNameProblem, plainFileProblem } from '../src/domain/index.js';

describe('the name of a source’s file', () => {
  it('may be odd, as long as that does no harm', () => {
    const odd = [
      'a b.patch',
      'ü.patch',
      '.bashrc',
      'x(1).txt',
      "it's",
      'a&b;c',
      '..a',
      'source',
      '"x"',
      '[a]',
      '$1.sh',
    ];
    expect(odd.map((name) => fileNameProblem(name))).to.deep.equal(odd.map(() => undefined));
  });

  it('cannot lead out of its directory, hide, or be cut by a file system', () => {
    const harmful = ['', '.', '..', '...', 'a/b', 'a\\b', 'a\nb', 'a\u202eb', '\ufffd.patch', 'ä'.repeat(128)];
    expect(harmful.filter((name) => plainFileProblem(name) === undefined)).to.deep.equal([]);
    expect(harmful.filter((name) => fileNameProblem(name) === undefined)).to.deep.equal([]);
  });

  it('means nothing to git or to options where a package or an archive brings it; in a pushed commit it may', () => {
    const special = ['-rf', '.gitattributes', '.GIT', 'git~1', 'sources'];
    expect(special.filter((name) => fileNameProblem(name) === undefined)).to.deep.equal([]);
    expect(special.filter((name) => plainFileProblem(name) !== undefined)).to.deep.equal([]);
  });
});

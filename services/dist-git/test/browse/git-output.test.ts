import { Readable } from 'node:stream';
import { expect } from 'chai';
import { answersOf } from '../../src/git/browse/answers.js';
import { changeOf, pathsAfter } from '../../src/git/browse/change.js';
import { parseCommit } from '../../src/git/browse/commit.js';
import { patchReader } from '../../src/git/browse/patch.js';
import { parseTree } from '../../src/git/browse/tree.js';

const HASH = '0123456789abcdef0123456789abcdef01234567';
const BYTES = Buffer.from(HASH, 'hex').toString('latin1');

describe('a directory as git keeps it', () => {
  it('is taken apart into names, kinds and hashes', () => {
    const text = [
      `100644 a file\0${BYTES}`,
      `40000 dir\0${BYTES}`,
      `120000 link\0${BYTES}`,
      `160000 module\0${BYTES}`,
      `100755 n\xff\n\0${BYTES}`,
    ].join('');
    expect(parseTree(text, 20)).to.deep.equal([
      { name: 'a file', kind: 'file', hash: HASH },
      { name: 'dir', kind: 'directory', hash: HASH },
      { name: 'link', kind: 'link', hash: HASH },
      { name: 'module', kind: 'module', hash: HASH },
      { name: 'n\xff\n', kind: 'program', hash: HASH },
    ]);
  });

  it('has longer hashes in newer repositories, and what is broken ends it', () => {
    expect(parseTree(`100644 a\0${BYTES}${BYTES.slice(8)}`, 32)[0]?.hash).to.equal(HASH + HASH.slice(16));
    expect(parseTree('100644 a', 20)).to.deep.equal([]);
    expect(parseTree('', 20)).to.deep.equal([]);
  });
});

describe('a commit as git keeps it', () => {
  const commitOf = (...lines: string[]) => parseCommit(HASH, lines.join('\n'));
  const WHO = 'Alice <alice@example.org> 1767268800 +0100';

  it('is taken apart, whatever else stands in its head', () => {
    const commit = commitOf(
      'tree aa',
      'parent bb',
      'parent cc',
      `author ${WHO}`,
      'committer Bob <> 0 +0000',
      'gpgsig -----BEGIN',
      ' tree zz',
      ' -----END',
      '',
      'Subject',
      '',
      'Body',
      'tree dd',
      '',
    );
    expect(commit).to.deep.equal({
      hash: HASH,
      tree: 'aa',
      parents: ['bb', 'cc'],
      author: { name: 'Alice', email: 'alice@example.org', at: new Date('2026-01-01T12:00:00Z') },
      committer: { name: 'Bob', email: '', at: new Date(0) },
      subject: 'Subject',
      body: 'Body\ntree dd',
    });
  });

  const odd: [string, string, Partial<ReturnType<typeof commitOf>>][] = [
    ['without a message', `tree aa\nauthor ${WHO}`, { subject: '', body: '' }],
    ['of nobody', 'tree aa\n\nx', { author: { name: '', email: '', at: new Date(0) } }],
    [
      'by a name that is no name',
      'tree aa\nauthor nonsense\n\nx',
      { author: { name: 'nonsense', email: '', at: new Date(0) } },
    ],
    [
      'of a year that nobody counts',
      'tree aa\nauthor A <a> 999999999999999 +0000\n\nx',
      { author: { name: 'A', email: 'a', at: new Date(253_402_300_799_000) } },
    ],
    ['in Latin-1, saying so', 'tree aa\nencoding ISO-8859-1\n\ngr\xfc\xdfe', { subject: 'gr\u00fc\u00dfe' }],
    ['in Latin-1, not saying so', 'tree aa\n\ngr\xfc\xdfe', { subject: 'gr\u00fc\u00dfe' }],
    ['in UTF-8', 'tree aa\n\ngr\xc3\xbc\xc3\x9fe', { subject: 'gr\u00fc\u00dfe' }],
    ['in a coding that nobody knows', 'tree aa\nencoding klingon\n\nplain', { subject: 'plain' }],
  ];
  for (const [title, text, part] of odd) {
    it(`may be ${title}`, () => {
      expect(parseCommit(HASH, text)).to.deep.include(part);
    });
  }
});

describe('what changed, as git lists it', () => {
  const zeros = '0'.repeat(40);
  it('tells a change by modes, letter and paths', () => {
    expect(changeOf(`:100644 100755 ${HASH} ${HASH} R087`, ['old', 'new'])).to.deep.equal({
      kind: 'renamed',
      path: 'new',
      from: 'old',
      oldMode: '100644',
      newMode: '100755',
    });
    expect(changeOf(`:000000 100644 ${zeros} ${HASH} A`, ['x']).kind).to.equal('added');
  });

  it('is followed by one path, or two', () => {
    expect(pathsAfter(`:100644 100644 ${HASH} ${HASH} M`)).to.equal(1);
    expect(pathsAfter(`:100644 100644 ${HASH} ${HASH} C100`)).to.equal(2);
    for (const other of ['', 'diff --git a/x b/x', ':100644']) expect(pathsAfter(other)).to.equal(undefined);
  });
});

describe('a patch', () => {
  const change = (path: string, kind: 'changed' | 'retyped' = 'changed') =>
    ({ kind, path, from: undefined, oldMode: '100644', newMode: '100644' }) as const;
  const read = (patch: string, paths = ['a', 'b'], maxLines = 100) => {
    const reader = patchReader(
      paths.map((path) => change(path)),
      maxLines,
    );
    for (const line of patch.split('\n')) if (!reader.take(line)) break;
    return reader.files();
  };

  it('belongs to its files in their order, whatever it calls them', () => {
    const files = read('diff --git "a/x" nonsense\n@@ -1 +1 @@\n-a\n+b\ndiff --git y\nBinary files x and y differ');
    expect(files.map(({ change: { path }, lines, opaque }) => [path, lines.length, opaque])).to.deep.equal([
      ['a', 3, false],
      ['b', 0, true],
    ]);
  });

  it('numbers lines before and after', () => {
    const [file] = read('diff --git x\n@@ -3,2 +7,3 @@ f()\n same\n-gone\n+new\n+newer\n\\ No newline at end of file');
    expect(file!.lines.map(({ kind, before, after }) => [kind, before, after])).to.deep.equal([
      ['hunk', undefined, undefined],
      ['same', 3, 7],
      ['removed', 4, undefined],
      ['added', undefined, 8],
      ['added', undefined, 9],
      ['note', undefined, undefined],
    ]);
  });

  it('is not fooled by lines that look like its own', () => {
    const [first, second] = read(
      [
        'diff --git x',
        '--- a/x',
        '+++ b/x',
        '@@ -1,2 +1,2 @@',
        '--- a/evil',
        '+++ b/evil',
        '-diff --git a/b',
        ' Binary files',
      ].join('\n'),
    );
    expect(first!.lines.map(({ text }) => text)).to.deep.equal([
      '@@ -1,2 +1,2 @@',
      '-- a/evil',
      '++ b/evil',
      'diff --git a/b',
      'Binary files',
    ]);
    expect(second).to.deep.include({ told: false, opaque: false });
  });

  it('ends when it has as much as it may, and cuts long lines', () => {
    const [file, other] = read(`diff --git x\n@@ -1 +1,9 @@\n+${'x'.repeat(5000)}\n+2\n+3\n+4`, ['a', 'b'], 3);
    expect(file!.lines).to.have.length(3);
    expect(file!.lines[1]!.text).to.have.length(1004);
    expect(other!.told).to.equal(false);
  });

  it('has two parts for what changed its type, and no more than were listed', () => {
    const reader = patchReader([change('x', 'retyped')], 100);
    expect(['diff --git 1', 'diff --git 2', 'diff --git 3'].map((line) => reader.take(line))).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(reader.files().map(({ change: { kind } }) => kind)).to.deep.equal(['deleted', 'added']);
  });
});

describe('what a process answers', () => {
  const answers = (...chunks: string[]) => answersOf(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));
  const text = (bytes: Buffer | undefined) => bytes?.toString();

  it('is read across the borders of chunks', async () => {
    const said = answers('on', 'e\ntw', 'o', '\n', '123', '45rest');
    expect(text(await said.until(10, 10))).to.equal('one');
    expect(text(await said.until(10, 10))).to.equal('two');
    expect(text(await said.take(5))).to.equal('12345');
    expect(said.ended()).to.equal(false);
    expect(text(await said.until(10, 10))).to.equal(undefined);
  });

  it('is missing when it is too long, or too short', async () => {
    expect(await answers('x'.repeat(100), '\n').until(10, 50)).to.equal(undefined);
    expect(await answers('abc').take(4)).to.equal(undefined);
    expect(text(await answers('x').take(0))).to.equal('');
  });

  it('has not ended when it breaks off', async () => {
    const broken = answersOf(
      (async function* () {
        yield Buffer.from('half');
        await Promise.reject(new Error('gone'));
      })(),
    );
    expect(await broken.until(10, 100)).to.equal(undefined);
    expect(broken.ended()).to.equal(false);
  });
});

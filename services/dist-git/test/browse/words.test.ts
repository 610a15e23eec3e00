import { documentBytes, type Markup, placed } from '@kopr/shared/look';
import { expect } from 'chai';
import { h } from 'preact';
import { byteTextOf, decodeBytes, isBinary, textOf } from '../../src/domain/byte-text.js';
import { sourceLine, sourcesFile } from '../../src/domain/sources-file.js';
import { specWords } from '../../src/domain/spec-words.js';
import { linesOf, readerOf } from '../../src/pages/parts/lines.js';
import { legible, visible } from '../../src/pages/parts/visible.js';
import { trailerOf } from '../../src/pages/trailers.js';
import { afterOf, placeOf } from '../../src/pages/views/history-view.js';
import { sizeInWords } from '../../src/pages/words.js';

const html = (text: Markup): string =>
  documentBytes(h('p', {}, placed(text)))
    .toString()
    .replace('<!doctype html>', '');
const HASH = '0123456789abcdef0123456789abcdef01234567';

describe('the words of a spec', () => {
  const kinds = (...lines: string[]) =>
    specWords(lines).map((words) =>
      words.map(({ kind, text }) => (kind === 'plain' ? text : `${kind}(${text})`)).join(''),
    );

  it('are told apart', () => {
    expect(
      kinds('# note %{x}', 'Name:  hello', 'Requires(post): %{name} = %version-%%', '%if 0%{?fedora}'),
    ).to.deep.equal([
      'comment(# note %{x})',
      'tag(Name:)  hello',
      'tag(Requires(post):) macro(%{name}) = macro(%version)-macro(%%)',
      'macro(%if) 0macro(%{?fedora})',
    ]);
  });

  it('are tags only before the first section, and in %package', () => {
    expect(
      kinds('%description', 'Note: this', '%package doc', 'Summary: x', '%prepare', '%files', 'Note: that'),
    ).to.deep.equal([
      'section(%description)',
      'Note: this',
      'section(%package) doc',
      'tag(Summary:) x',
      'macro(%prepare)',
      'section(%files)',
      'Note: that',
    ]);
  });

  it('lose nothing of any text, in no time', () => {
    const hostile = [
      '%{'.repeat(50_000),
      '%'.repeat(100_000),
      `${'a('.repeat(50_000)}:`,
      '%?!'.repeat(50_000),
      '\t#\u202e',
    ];
    const begun = performance.now();
    expect(specWords(hostile).map((words) => words.map(({ text }) => text).join(''))).to.deep.equal(hostile);
    expect(performance.now() - begun).to.be.lessThan(2000);
  });
});

describe('strangers’ text', () => {
  it('is escaped', () => {
    expect(html(visible('<b>&"'))).to.equal('<p>&lt;b>&amp;&quot;</p>');
  });

  for (const [what, text, shown] of [
    ['a turn of the order', 'a\u202eb', 'U+202E'],
    ['an isolate', '\u2066', 'U+2066'],
    ['a space without width', '\u200b', 'U+200B'],
    ['an escape', '\x1b[31m', '^['],
    ['a carriage return', 'x\r', '^M'],
    ['a NUL', '\0', '^@'],
    ['a byte order mark', '\ufeff', 'U+FEFF'],
    ['an old control', '\x9b', 'U+009B'],
    ['a tag', '\u{e0041}', 'U+E0041'],
    ['half a character', '\ud800', 'U+D800'],
  ] as const) {
    it(`has ${what} in sight`, () => {
      expect(html(visible(text))).to.include(`<span class="kopr-unseen">${shown}</span>`);
      expect(legible(text)).to.include(shown);
    });
  }

  it('is left alone where all is seen', () => {
    expect(legible('tab\t größe 漢字 🌿')).to.equal('tab\t größe 漢字 🌿');
  });
});

describe('the lines of a file', () => {
  it('end with LF or CRLF, the last one with nothing or either', () => {
    for (const text of ['a\nb', 'a\nb\n', 'a\r\nb\r\n']) expect(linesOf(text)).to.deep.equal(['a', 'b']);
    expect(linesOf('a\n\n')).to.deep.equal(['a', '']);
  });

  it('lead to archives only where they name them as we do', () => {
    const name = { owner: 'alice', dirname: 'tools', package: 'hello' };
    const archive = { name: 'a+b.tar', sha512: 'c'.repeat(128) };
    const [good, bad] = readerOf('sources', name)([sourcesFile([archive]).trim(), `SHA512 (<b>) = ${HASH}`]);
    const path = `/repo/pkgs/alice/tools/hello/a%2Bb.tar/sha512/${archive.sha512}/a%2Bb.tar`;
    expect(html(good!)).to.include(`<a href="${path}">a+b.tar</a>`);
    expect(html(bad!)).to.equal(`<p>SHA512 (&lt;b>) = ${HASH}</p>`);
    const [old] = readerOf('sources', name)([`${archive.sha512}  a+b.tar`]);
    expect(html(old!), 'as plain rpkg writes it').to.equal(`<p>${archive.sha512}  <a href="${path}">a+b.tar</a></p>`);
    expect(sourceLine(`SHA512 (../x y) = ${archive.sha512}`)).to.equal(undefined);
  });
});

describe('bytes', () => {
  it('are read as UTF-8, else as Latin-1, and come back as they were', () => {
    expect(textOf(byteTextOf('grüße'))).to.equal('grüße');
    expect(textOf('n\xffme')).to.equal('nÿme');
    expect(decodeBytes(Buffer.from([0xe9]))).to.deep.equal({ text: 'é', isUtf8: false });
    expect([isBinary(Buffer.from('text')), isBinary(Buffer.from('a\0'))]).to.deep.equal([false, true]);
  });

  it('are counted in words', () => {
    const words = [0, 999, 1000, 9949, 9950, 999_499, 999_500, 2_500_000_000].map(sizeInWords);
    expect(words).to.deep.equal(['0 B', '999 B', '1.0 kB', '9.9 kB', '10 kB', '999 kB', '1.0 MB', '2.5 GB']);
  });
});

describe('the last lines of a commit’s message', () => {
  it('tell the version and the build', () => {
    const body = 'Build: 1\n\nWhy.\n\nVersion: 1.0-1\nBuild: 47';
    expect([trailerOf({ body }, 'Version'), trailerOf({ body }, 'Build')]).to.deep.equal(['1.0-1', '47']);
    expect(trailerOf({ body: 'Version: 2' }, 'Version')).to.equal('2');
    expect(trailerOf({ body: 'Build: 1\n\nno more' }, 'Build')).to.equal(undefined);
  });
});

describe('a place in the history', () => {
  it('is a commit and a number', () => {
    expect(placeOf(afterOf({ from: HASH, skip: 50 }))).to.deep.equal({ from: HASH, skip: 50 });
    for (const other of ['', HASH, `${HASH}-0`, `${HASH}-999999`, `${HASH}--1`, 'HEAD-50', `${HASH}-5 --all`])
      expect(placeOf(other), other).to.equal(undefined);
  });
});

import { expect } from 'chai';
import { z } from 'zod';
import { choice, flag, integer, line, maybeFlag, names, prose, words } from '../src/api/fields.js';
import { repr } from '../src/api/python.js';
import { chooseChroots } from '../src/domain/chroot-choice.js';
import { isSourceName, secureName } from '../src/domain/file-name.js';
import { whyNotDirname, whyNotOwnerName, whyNotProjectName } from '../src/domain/names.js';
import { matches } from '../src/domain/pattern.js';
import { splitPriority } from '../src/domain/repos.js';

const read = (schema: z.ZodType, value?: unknown) =>
  z.object({ it: schema }).safeParse(value === undefined ? {} : { it: value });
const valueOf = (schema: z.ZodType, value?: unknown) => (read(schema, value).data as { it?: unknown } | undefined)?.it;
const errorsOf = (schema: z.ZodType, value?: unknown) =>
  read(schema, value).error?.issues.map(({ message }) => message);

describe('fields of the API', () => {
  for (const [value, expected] of [
    [true, true],
    ['False', true],
    ['0', true],
    ['off', true],
    [1, true],
    [false, false],
    ['false', false],
    ['', false],
    [0, false],
    [null, false],
    [undefined, false],
  ] as const) {
    it(`read ${JSON.stringify(value)} as ${expected}`, () => expect(valueOf(flag(false), value)).to.equal(expected));
  }

  it('tell “not said” from no', () => {
    expect([undefined, null, '', false, 'x'].map((value) => valueOf(maybeFlag(), value))).to.deep.equal([
      null,
      null,
      null,
      false,
      true,
    ]);
  });

  it('strip lines, join lists, and take what is empty for absent', () => {
    expect([' a ', ['a', 'b'], '', '  ', null, 5].map((value) => valueOf(line(), value))).to.deep.equal([
      'a',
      'a b',
      undefined,
      undefined,
      undefined,
      '5',
    ]);
    expect(valueOf(prose(), ' a\nb ')).to.equal(' a\nb ');
  });

  it('take numbers as texts, and say both things that are wrong with others', () => {
    const field = integer({ min: 0, max: 9 });
    expect(['5', 5, '', null].map((value) => valueOf(field, value))).to.deep.equal([5, 5, null, null]);
    expect(errorsOf(field, 'x')).to.deep.equal(['Not a valid integer value.', 'Number must be between 0 and 9.']);
    expect(errorsOf(field, 10)).to.deep.equal(['Number must be between 0 and 9.']);
    expect(errorsOf(integer(), '99999999999')).to.deep.equal(['Not a valid integer value.']);
    expect(errorsOf(integer({ min: 1 }), 0)).to.deep.equal(['Number must be at least 1.']);
  });

  it('take one of their words only', () => {
    expect(valueOf(choice(['a', 'b'], 'a'))).to.equal('a');
    expect(errorsOf(choice(['a', 'b'], 'a'), 'c')).to.deep.equal(['Not a valid choice.']);
  });

  it('split words, but keep lists of names', () => {
    expect(valueOf(words(), 'a  b\nc')).to.deep.equal(['a', 'b', 'c']);
    expect(valueOf(names(), ['a b', 5])).to.deep.equal(['a b', '5']);
    expect(valueOf(names(), 'a b')).to.deep.equal(['a b']);
  });

  for (const [what, text] of [
    ['a control character', 'a\u0000b'],
    ['half a character', 'a\ud800b'],
    ['more than anybody types', 'a'.repeat(2001)],
  ]) {
    it(`refuse ${what} in a line, in words and in names`, () => {
      for (const field of [line(), words(), names()]) expect(errorsOf(field, text)).to.have.length(1);
    });
  }

  it('keep the lines of prose, but nothing that is no text', () => {
    expect(valueOf(prose(), 'a\r\n\tb')).to.equal('a\r\n\tb');
    expect(errorsOf(prose(), 'a\u001bb')).to.have.length(1);
  });

  it('can be described without being run', () => {
    const schema = z.toJSONSchema(z.object({ it: flag(false, { about: 'whether' }) }), { io: 'input' });
    const described = { type: ['boolean', 'null'], default: false, description: 'whether' };
    expect(schema.properties?.['it']).to.deep.equal(described);
  });
});

describe('values as Python shows them', () => {
  for (const [value, text] of [
    [{ a: ['x', "it's"] }, `{'a': ['x', "it's"]}`],
    [`'"`, `'\\'"'`],
    [[null, true, 1.5], '[None, True, 1.5]'],
  ] as const) {
    it(`show ${text}`, () => expect(repr(value)).to.equal(text));
  }
});

describe('chroots of a submission', () => {
  const enabled = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'];
  const cases: [string[], string[], ReturnType<typeof chooseChroots>][] = [
    [[], [], { chosen: null }],
    [['fedora-*'], [], { chosen: ['fedora-42-x86_64', 'fedora-42-aarch64'] }],
    [['epel-9-x86_64', 'fedora-42-x86_64'], [], { chosen: ['fedora-42-x86_64', 'epel-9-x86_64'] }],
    [[], ['*-aarch64'], { chosen: ['fedora-42-x86_64', 'epel-9-x86_64'] }],
    [[], ['*'], { chosen: null }],
    [['zz', 'fedora-42-x86_64'], [], { unknown: ['zz'], field: 'chroots' }],
    [[], ['yy'], { unknown: ['yy'], field: 'exclude_chroots' }],
  ];
  for (const [wanted, excluded, choice] of cases) {
    it(`are ${JSON.stringify(choice)} for ${JSON.stringify(wanted)} without ${JSON.stringify(excluded)}`, () => {
      expect(chooseChroots(enabled, wanted, excluded)).to.deep.equal(choice);
    });
  }

  it('are matched as a shell does', () => {
    expect(matches('fedora-4[12]-x86_6?', 'fedora-42-x86_64')).to.equal(true);
    expect(matches('fedora-4[!2]-*', 'fedora-42-x86_64')).to.equal(false);
    expect(matches('a.c', 'abc')).to.equal(false);
    expect(matches('[z-a]', 'z')).to.equal(false);
    expect(matches('(', '(')).to.equal(true);
    expect(matches('*', '')).to.equal(true);
    expect(matches('*a*b', 'xaxxb')).to.equal(true);
    expect(matches('*a*b', 'xaxxbx')).to.equal(false);
    expect(matches('[ab', '[ab')).to.equal(true);
    expect(matches('**[[]*', 'x[y')).to.equal(true);
    expect(matches(`${'*?'.repeat(500)}z`, 'fedora-42-x86_64')).to.equal(false);
  });

  it('are chosen quickly whatever the patterns are', () => {
    const hostile = ['['.repeat(2000), '*a'.repeat(1000), `*[${'b'.repeat(1900)}]z`, `${'*a'.repeat(8)}z`];
    const many = Array.from({ length: 1000 }, (_, i) => `${hostile[i % hostile.length] ?? ''}${i}`);
    const names = Array.from({ length: 50 }, (_, i) => `fedora-${i}-x86_64`);
    const begun = performance.now();
    expect(chooseChroots(names, many, many)).to.deep.equal({ unknown: many, field: 'chroots' });
    expect(performance.now() - begun).to.be.lessThan(3000);
  });
});

describe('names', () => {
  it('of files become names only', () => {
    expect(secureName('../a b;c.src.rpm')).to.equal('a_bc.src.rpm');
    expect(secureName('/etc/passwd')).to.equal('etc_passwd');
    expect(secureName('..\\x.src.rpm')).to.equal('x.src.rpm');
    expect(secureName('žluť.src.rpm')).to.equal('zlut.src.rpm');
    expect(secureName(`start${'/'.repeat(300)}a.src.rpm`)).to.equal('a.src.rpm');
    expect(isSourceName('Foo.SRC.RPM')).to.equal(true);
    expect(isSourceName('foo.rpm')).to.equal(false);
  });

  it('of projects and owners are plain, and never a way out of a folder', () => {
    for (const name of ['..', '.', '.hidden', '-option', 'a/b', 'a b', '@x', ''])
      expect(whyNotProjectName(name), name).to.be.a('string');
    for (const name of ['p1', 'a.b-c_d', '1a']) expect(whyNotProjectName(name), name).to.equal(undefined);
    expect(whyNotOwnerName('g')).to.include('reserved');
    expect(whyNotOwnerName('alice')).to.equal(undefined);
  });

  it('of directories follow Copr’s forms', () => {
    for (const name of ['p', 'p:custom:x', 'p:custom:a:b-c', 'p:pr:12', 'p:pr:foo-bar-7']) {
      expect(whyNotDirname('p', name), name).to.equal(undefined);
    }
    for (const name of ['other', 'p:', 'p:foo', 'p:custom', 'p:custom:', 'p:custom:..', 'p:pr:x', 'p:custom:a/b']) {
      expect(whyNotDirname('p', name), name).to.be.a('string');
    }
  });
});

describe('repository URLs', () => {
  it('lose their priority, and nothing else', () => {
    expect(splitPriority('http://x/y?a=1&priority=4')).to.deep.equal({ address: 'http://x/y?a=1', priority: 4 });
    expect(splitPriority('http://x/y/')).to.deep.equal({ address: 'http://x/y/', priority: null });
  });
});

import { expect } from 'chai';
import {
  isSameAddress,
  secretFor,
  secretOf,
  whyClosed,
  whyNotSecret,
  type SourceAt,
} from '../src/domain/private-source.js';
import { readSecret, type GivenSecret } from '../src/domain/secret-input.js';
import { newDeployKey } from '../src/verbs/new-deploy-key.js';

const HTTPS = 'https://git.example.org/hello.git';
const SSH = 'git@git.example.org:hello.git';
const at = (clone_url: unknown, more: object = {}): SourceAt => ({
  sourceType: 'scm',
  sourceParams: { type: 'git', clone_url, ...more },
});
const holder = (url: string, secretKind: 'ssh-key' | 'token' | null) => ({ ...at(url), secretKind });

describe('a private source', () => {
  it('is opened by a key over SSH, by a token over HTTPS, and by nothing else', () => {
    const cases: [SourceAt, string | null][] = [
      [at(SSH), 'ssh-key'],
      [at('ssh://git@git.example.org:2222/hello.git'), 'ssh-key'],
      [at(HTTPS), 'token'],
      [at('http://git.example.org/hello.git'), null],
      [at('git://git.example.org/hello.git'), null],
      [at('hello'), null],
      [at(undefined), null],
      [at(HTTPS, { type: 'svn' }), null],
      [{ sourceType: 'distgit', sourceParams: { clone_url: HTTPS } }, null],
      [{ sourceType: 'rubygems', sourceParams: {} }, null],
    ];
    for (const [source, kind] of cases) {
      expect(secretFor(source), JSON.stringify(source)).to.equal(kind);
      for (const other of ['ssh-key', 'token'] as const)
        expect(whyNotSecret(other, source) === undefined, JSON.stringify(source)).to.equal(other === kind);
    }
  });

  it('gets its package’s secret at the very address of the package, and nowhere else', () => {
    expect(secretOf(at(HTTPS, { committish: 'x' }), holder(HTTPS, 'token'))).to.equal('token');
    expect(secretOf(at(HTTPS), holder(HTTPS, null))).to.equal(null);
    expect(secretOf(at(HTTPS), null)).to.equal(null);
    const others = [SSH, 'http://git.example.org/hello.git', 'https://git.example.org:444/hello.git', `${HTTPS}/`];
    for (const url of others) {
      expect(secretOf(at(url), holder(HTTPS, 'token')), url).to.equal(null);
      expect(isSameAddress(at(url), at(HTTPS)), url).to.equal(false);
    }
    expect(
      isSameAddress({ sourceType: 'rubygems', sourceParams: {} }, { sourceType: 'rubygems', sourceParams: {} }),
    ).to.equal(false);
  });

  it('is not built over SSH without a key', () => {
    expect(whyClosed(at(SSH), holder(SSH, 'ssh-key'))).to.equal(undefined);
    expect(whyClosed(at(HTTPS), null)).to.equal(undefined);
    expect(whyClosed(at(SSH), holder(SSH, null))).to.match(/give the package a key first/);
    expect(whyClosed(at(SSH), holder(`${SSH}x`, 'ssh-key'))).to.match(/deploy key/);
    expect(whyClosed(at(SSH), null)).to.match(/add a package with it/);
  });
});

describe('a secret as it is given', () => {
  const { key } = newDeployKey('hello');
  const read = (given: Partial<GivenSecret>) =>
    readSecret({ kind: 'ssh-key', key, knownHosts: '', user: '', token: '', ...given });

  it('keeps the lines of known_hosts that say something', () => {
    const line = `git.example.org ssh-ed25519 ${'A'.repeat(68)}`;
    const text = `# a comment\r\n\n  ${line} made by keyscan\n@cert-authority *.example.org ${line.slice(16)}\n|1|ab=|cd= ${line.slice(16)}`;
    const found = read({ knownHosts: text });
    expect(found.ok && found.secret.kind === 'ssh-key' && found.secret.knownHosts?.split('\n')).to.deep.equal([
      `${line} made by keyscan`,
      `@cert-authority *.example.org ${line.slice(16)}`,
      `|1|ab=|cd= ${line.slice(16)}`,
      '',
    ]);
    expect(read({ knownHosts: ' \n' })).to.have.deep.nested.property('secret.knownHosts', null);
  });

  it('is refused with the field that is wrong, and without a word of the secret', () => {
    const token = { kind: 'token' as const, token: 'a-good-token-of-the-forge' };
    const cases: [Partial<GivenSecret>, string][] = [
      [{ key: key.slice(0, 200) }, 'key'],
      [{ knownHosts: 'git.example.org' }, 'known_hosts'],
      [{ knownHosts: `h ssh-rsa ${'A'.repeat(20_000)}` }, 'known_hosts'],
      [{ ...token, token: '' }, 'token'],
      [{ ...token, token: 'two words of it' }, 'token'],
      [{ ...token, token: 'line\nbreak-in-it' }, 'token'],
      [{ ...token, token: 'x'.repeat(2001) }, 'token'],
      [{ ...token, user: 'a:b' }, 'user'],
      [{ ...token, user: 'a b' }, 'user'],
    ];
    for (const [given, field] of cases) {
      const found = read(given);
      expect(found).to.include({ ok: false, field });
      const sent = (given.token ?? '').length > 7 ? [given.token ?? ''] : [];
      for (const secret of [...sent, key.split('\n')[1] ?? '']) expect(JSON.stringify(found)).not.to.include(secret);
    }
    expect(read(token)).to.deep.include({ ok: true, secret: { ...token, user: 'git' } });
  });
});

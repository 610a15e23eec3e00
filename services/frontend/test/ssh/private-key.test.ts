import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { ed25519Blob, writeEd25519 } from '../../src/domain/ssh/openssh-file.js';
import { readPrivateKey } from '../../src/domain/ssh/private-key.js';
import { publicKey } from '../../src/domain/ssh/public-key.js';

const ED25519 = { seed: Buffer.alloc(32, 7), point: Buffer.alloc(32, 9) };
const opened = (comment = 'hello') => writeEd25519(ED25519, comment, 5);
const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const why = (text: string) => {
  const read = readPrivateKey(text);
  return read.ok ? 'taken' : read.why;
};

describe('a private key as somebody pastes it', () => {
  it('is taken as ssh-keygen writes it, and its public half is told', () => {
    const read = readPrivateKey(opened());
    expect(read).to.deep.include({ ok: true, text: opened() });
    expect(read).to.have.deep.property('public', publicKey(ed25519Blob(ED25519.point)));
    expect(publicKey(ed25519Blob(ED25519.point), 'kopr').line).to.match(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5\S+ kopr$/);
  });

  it('is the same with line ends of Windows, spaces and a missing end of line', () => {
    const pasted = `\n  ${opened().trim().replaceAll('\n', ' \r\n')}`;
    expect(readPrivateKey(pasted)).to.deep.include({ ok: true, text: opened() });
  });

  it('is taken in the older files, too, by what each kind is known by', () => {
    const kinds: [string, string][] = [
      [rsa(2048).export({ type: 'pkcs1', format: 'pem' }).toString(), 'ssh-rsa '],
      [pkcs8(rsa(2048)), 'ssh-rsa '],
      [pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey), 'ecdsa-sha2-nistp384 '],
    ];
    for (const [text, begins] of kinds) {
      const read = readPrivateKey(text);
      expect(read.ok && read.text).to.equal(text);
      expect(read.ok && read.public.line.startsWith(begins), begins).to.equal(true);
    }
  });

  it('is written anew where only the newest ssh could read it', () => {
    const read = readPrivateKey(pkcs8(generateKeyPairSync('ed25519').privateKey));
    expect(read.ok && read.text).to.match(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    expect(read.ok && readPrivateKey(read.text)).to.deep.include({ ok: true, public: read.ok && read.public });
  });

  it('is refused with a passphrase, too short, of a kind that no server takes, and when it is none', () => {
    const locked = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
    });
    const curve = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
    const cases: [string, string][] = [
      [locked.toString(), 'A key with a passphrase cannot be used; take one without.'],
      [pkcs8(rsa(1024)), 'An RSA key needs at least 2048 bits; this one has 1024.'],
      [pkcs8(curve), 'Keys of this kind are not taken.'],
      [pkcs8(generateKeyPairSync('x25519').privateKey), 'Keys of this kind are not taken.'],
      ['', 'A private key begins with -----BEGIN … PRIVATE KEY-----, and ends likewise.'],
      ['ssh-ed25519 AAAA', 'A private key begins with -----BEGIN … PRIVATE KEY-----, and ends likewise.'],
      ['x'.repeat(20_000), 'A key has at most 16384 characters.'],
      [opened().replace(/^[^-]{70}$/m, 'AAAA'), 'It is not what ssh-keygen writes.'],
      [opened().replace('AAAA', '!AAA'), 'The key is damaged.'],
      ['-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----', 'The key is damaged.'],
    ];
    for (const [text, expected] of cases) expect(why(text), expected).to.equal(expected);
  });

  it('is refused wherever it is cut off', () => {
    const bytes = Buffer.from(opened().split('\n').slice(1, -2).join(''), 'base64');
    for (let length = 0; length < bytes.length - 60; length += 7) {
      const cut = `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.subarray(0, length).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`;
      expect(why(cut), String(length)).not.to.equal('taken');
    }
  });
});

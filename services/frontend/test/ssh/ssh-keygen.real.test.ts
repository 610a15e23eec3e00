/** Keys that we make and take, held against ssh's own tool. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { readPrivateKey } from '../../src/domain/ssh/private-key.js';
import { newDeployKey } from '../../src/verbs/new-deploy-key.js';

describe('keys, as ssh-keygen sees them', () => {
  let dir: string;
  before(() => (dir = mkdtempSync(join(tmpdir(), 'kopr-keys-'))));
  after(() => rmSync(dir, { recursive: true }));

  function keygen(...args: string[]): string {
    return execFileSync('ssh-keygen', args, { cwd: dir, encoding: 'utf8' }).trim();
  }
  function written(name: string, text: string): string {
    const path = join(dir, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  it('have the public half and the fingerprint that we tell of a key made here', () => {
    const { key, public: told } = newDeployKey('kopr alice/tools hello');
    const path = written('made', key);
    expect(keygen('-y', '-f', path)).to.equal(told.line);
    expect(keygen('-l', '-f', path).split(' ').slice(0, 2)).to.deep.equal(['256', told.fingerprint]);
  });

  it('have those of keys that it made itself, and none with a passphrase is taken', () => {
    for (const [type, bits] of [
      ['ed25519', '256'],
      ['rsa', '2048'],
      ['ecdsa', '521'],
    ] as const) {
      keygen('-q', '-t', type, '-b', bits, '-N', '', '-C', '', '-f', type);
      const read = readPrivateKey(readFileSync(join(dir, type), 'utf8'));
      expect(read.ok && read.public.line, type).to.equal(readFileSync(join(dir, `${type}.pub`), 'utf8').trim());
    }
    keygen('-q', '-t', 'ed25519', '-N', 'secret', '-f', 'locked');
    expect(readPrivateKey(readFileSync(join(dir, 'locked'), 'utf8'))).to.include({ ok: false });
  });

  it('are read by every ssh, when they came in an older file', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const read = readPrivateKey(pem);
    expect(read.ok && keygen('-y', '-f', written('older', read.text))).to.equal(read.ok && read.public.line);
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import type { BuilderToken } from '@kopr/proto';
import { signToken, verifyToken } from '@kopr/shared/token';

const pair = () =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
const { publicKey, privateKey } = pair();
const NOW = new Date('2026-01-01T12:00:00Z');
const TOKEN: BuilderToken = {
  task: '42-minidistro-13-x86_64',
  attempt: 1,
  use: 'builder',
  expiry: NOW.getTime() / 1000 + 60,
  bytes: 1024,
  results: 'alice/tools/minidistro-13-x86_64/00000042-hello',
};
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a builder token', () => {
  const signed = signToken(TOKEN, privateKey);

  it('says what was signed', () => {
    expect(verifyToken(signed, publicKey, NOW)).to.deep.equal({ ok: true, token: TOKEN });
  });

  it('fits into an HTTP header', () => expect(signed).to.match(/^[\w.-]+$/));

  const [body = '', signature = ''] = signed.split('.');
  const REFUSED: readonly [string, string, RegExp][] = [
    ['is refused when its task was changed', `${encode({ ...TOKEN, task: '43' })}.${signature}`, /signature/],
    ['is refused without a signature', body, /two parts/],
    ['is refused with more parts', `${signed}.x`, /two parts/],
    ['is refused when empty', '', /two parts/],
    ['is refused with a signature of another length', `${body}.AAAA`, /signature/],
    ['is refused with another’s signature', signToken(TOKEN, pair().privateKey), /signature/],
    ['is refused when signed but of another shape', signToken({ ...TOKEN, attempt: -1 }, privateKey), /payload/],
    ['is refused after its expiry', signToken({ ...TOKEN, expiry: NOW.getTime() / 1000 }, privateKey), /expired/],
  ];
  for (const [title, token, reason] of REFUSED) {
    it(title, () => {
      const check = verifyToken(token, publicKey, NOW);
      expect(check.ok).to.equal(false);
      expect(check.ok ? '' : check.reason).to.match(reason);
    });
  }
});

import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { readKeyring, seal, unseal } from '@kopr/shared/sealed';

const line = (name: string): string => `${name} ${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [line('k1'), line('k2')];
const SECRET = 'ghp_ 秘密 \n-----END-----\n';
const FOR = 'project 7 status-token';

describe('a sealed secret', () => {
  it('opens with the key and for what it was sealed for', () => {
    const ring = readKeyring(OLD);
    expect(unseal(ring, seal(ring, SECRET, FOR), FOR)).to.deep.equal({ ok: true, secret: SECRET });
  });

  it('shows nothing of what it holds, and looks different each time', () => {
    const ring = readKeyring(OLD);
    const [one, other] = [seal(ring, SECRET, FOR), seal(ring, SECRET, FOR)];
    expect(one).to.match(/^sealed\.k1\.[\w-]+$/);
    expect(one).not.to.equal(other);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.to.contain('ghp_');
  });

  it('still opens when a new key was put before the old one, which then seals', () => {
    const old = seal(readKeyring(OLD), SECRET, FOR);
    const both = readKeyring(`# newest first\n${NEW}\n\n${OLD}\n`);
    expect(unseal(both, old, FOR)).to.deep.equal({ ok: true, secret: SECRET });
    expect(seal(both, SECRET, FOR)).to.match(/^sealed\.k2\./);
  });

  it('does not open for something else, with another key, changed, cut or never sealed', () => {
    const ring = readKeyring(OLD);
    const sealed = seal(ring, SECRET, FOR);
    const middle = Math.floor(sealed.length / 2);
    const changed = sealed.slice(0, middle) + (sealed[middle] === 'A' ? 'B' : 'A') + sealed.slice(middle + 1);
    const reasons = [
      unseal(ring, sealed, 'project 8 status-token'),
      unseal(readKeyring(NEW), sealed, FOR),
      unseal(readKeyring(line('k1')), sealed, FOR),
      unseal(ring, changed, FOR),
      unseal(ring, sealed.slice(0, 30), FOR),
      unseal(ring, SECRET, FOR),
    ];
    expect(reasons.map((one) => (one.ok ? 'opened' : one.reason))).to.deep.equal([
      'it was changed, or belongs to something else',
      'the key k1 is not in the file of sealing keys',
      'it was changed, or belongs to something else',
      'it was changed, or belongs to something else',
      'it is too short',
      'it is not sealed',
    ]);
  });
});

describe('the file of sealing keys', () => {
  it('is refused when a line is no key, twice the same name, or none is there; without showing a key', () => {
    const tell = (text: string): string => {
      try {
        return `${readKeyring(text).keys.size} keys`;
      } catch (error) {
        return String(error);
      }
    };
    expect(tell(`${OLD}\n${NEW}`)).to.equal('2 keys');
    expect(tell('')).to.contain('has no key');
    expect(tell(`${OLD}\n${OLD}`))
      .to.contain('line 2')
      .and.contain('there already');
    for (const wrong of ['k1', 'k1 short', `K1 ${NEW.slice(3)}`, `${NEW} more`, `k3 ${'A'.repeat(44)}`]) {
      const told = tell(wrong);
      expect(told).to.contain('line 1').and.contain('32 bytes');
      expect(told).not.to.contain(NEW.slice(3));
    }
  });
});

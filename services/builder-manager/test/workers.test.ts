/** The file of worker hosts. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readWorkers } from '../src/loops/reread-workers.js';

const REMOTE = `
hosts:
  - name: far
    url: tcp://builder1.example.org:2376
    tls: { ca: /ca.pem, cert: /cert.pem, key: /key.pem }
    arches: [aarch64]
    slots: 4
    draining: true
`;

describe('the file of worker hosts', () => {
  it('is valid as it is shipped', () => {
    const shipped = readFileSync(new URL('../../../ops/workers.yaml', import.meta.url), 'utf8');
    const read = readWorkers(shipped);
    expect(read).to.have.nested.property('hosts[0].name', 'local');
  });

  it('takes remote engines with TLS, and fills in what is left out', () => {
    const read = readWorkers(REMOTE);
    expect(read).to.have.nested.property('hosts[0].draining', true);
    expect(read).to.have.nested.property('hosts[0].engines').that.deep.equals(['rpmbuild', 'mock']);
  });

  const MISTAKES: [string, string, RegExp][] = [
    ['a remote engine without TLS', REMOTE.replace(/ {4}tls.*\n/, ''), /tls/],
    ['a host that is nowhere', 'hosts: [{ name: a, arches: [x86_64], slots: 1 }]', /socket or url/],
    ['two hosts of one name', `${REMOTE}${REMOTE.replace('\nhosts:\n', '')}`, /same name/],
    ['a word that it does not know', REMOTE.replace('slots', 'slot'), /slot/],
    ['a name that cannot name a queue', REMOTE.replace('far', 'far.away'), /name/],
    ['no YAML at all', 'hosts: [', /YAML/],
  ];
  for (const [what, text, telling] of MISTAKES) {
    it(`refuses ${what}, and says so`, () => {
      expect(readWorkers(text)).to.have.property('problem').that.matches(telling);
    });
  }
});

import { expect } from 'chai';
import { checkUrl, isPublicAddress, publicLookup } from '../src/sources/guard.js';
import { refusalOf } from './refusals.js';

const PRIVATE =
  '127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 2001::1'.split(
    ' ',
  );
const PUBLIC = '8.8.8.8 172.15.0.1 172.32.0.1 100.128.0.1 1.1.1.1 2606:4700::1111 2a00:1450:4001::1'.split(' ');

describe('the guard of addresses that strangers give', () => {
  for (const address of PRIVATE)
    it(`knows ${address} as private`, () => expect(isPublicAddress(address)).to.equal(false));
  for (const address of PUBLIC) it(`knows ${address} as public`, () => expect(isPublicAddress(address)).to.equal(true));

  const bad = [
    'file:///etc/passwd',
    'ftp://example.org/x.src.rpm',
    'gopher://example.org/',
    'no url',
    'http://127.0.0.1/x',
    'http://[::1]/x',
    // Spellings of 127.0.0.1 that URL parsers normalise.
    'http://2130706433/x',
    'http://0x7f.1/x',
    'http://017700000001/x',
  ];
  for (const url of bad) {
    it(`refuses ${url}`, async () => {
      expect(await refusalOf(() => checkUrl(url, undefined, false))).to.match(/^download/);
    });
  }

  it('takes relative redirects from where they were', () => {
    expect(checkUrl('../b.src.rpm', 'https://example.org/x/a', false).href).to.equal('https://example.org/b.src.rpm');
  });

  it('refuses a name that resolves to this machine', async () => {
    const refusal = await refusalOf(
      () =>
        new Promise((resolve, reject) => {
          publicLookup('localhost', {}, (error, address) => (error ? reject(error) : resolve(address)));
        }),
    );
    expect(refusal).to.match(/^download: localhost is not an address of the public internet/);
  });
});

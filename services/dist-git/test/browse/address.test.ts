import { expect } from 'chai';
import fc from 'fast-check';
import { type Address, addressOf, hrefOf } from '../../src/domain/address.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const repository = { owner: '@devel', dirname: 'tools:pr:1', package: 'hello' };
const BASE = '/browse/@devel/tools:pr:1/hello';

describe('the address of a page', () => {
  const pages: [string, Address][] = [
    ['/browse/alice/', { page: 'owner', owner: 'alice' }],
    ['/browse/@devel/tools:pr:1/', { page: 'packages', owner: '@devel', dirname: 'tools:pr:1' }],
    [`${BASE}/`, { page: 'package', repository }],
    [`${BASE}/branches`, { page: 'branches', repository }],
    [`${BASE}/log/f42`, { page: 'log', repository, ref: 'f42' }],
    [`${BASE}/log/rhel%2F9`, { page: 'log', repository, ref: 'rhel/9' }],
    [`${BASE}/commit/${COMMIT}`, { page: 'commit', repository, commit: COMMIT }],
    [`${BASE}/tree/f42/`, { page: 'tree', repository, ref: 'f42', path: [] }],
    [`${BASE}/tree/${COMMIT}/a/b/`, { page: 'tree', repository, ref: COMMIT, path: ['a', 'b'] }],
    [`${BASE}/file/f42/a%20b%3F%23%22.txt`, { page: 'file', repository, ref: 'f42', path: ['a b?#".txt'] }],
    [`${BASE}/raw/f42/n%FFme`, { page: 'raw', repository, ref: 'f42', path: ['n\xffme'] }],
  ];
  for (const [href, address] of pages) {
    it(`is ${href} both ways`, () => {
      expect(addressOf(href)).to.deep.equal(address);
      expect(hrefOf(address)).to.equal(href);
    });
  }

  const spellings: [string, string][] = [
    ['/browse/alice', '/browse/alice/'],
    [`${BASE}/branches/`, `${BASE}/branches`],
    ['/browse/%61lice/tools', '/browse/alice/tools/'],
    [`${BASE}/file/f42/%7e%2d%41`, `${BASE}/file/f42/~-A`],
    [`${BASE}/file/f42/%c3%bc`, `${BASE}/file/f42/%C3%BC`],
  ];
  for (const [asked, right] of spellings) {
    it(`spelt ${asked} leads to ${right}`, () => {
      expect(hrefOf(addressOf(asked)!)).to.equal(right);
    });
  }

  const refused = [
    '/browse/',
    '/browse',
    '/other/alice/',
    '/browse//tools/',
    '/browse/-alice/',
    '/browse/.git/',
    '/browse/../etc/',
    '/browse/%2e%2e/etc/',
    '/browse/alice/..%2f..%2fetc/',
    '/browse/alice/%2e%2e/',
    '/browse/alice/tools/--upload-pack/',
    '/browse/alice/tools/hello.git/',
    '/browse/alice/tools/%00/',
    '/browse/alice/tools/ü/',
    `${BASE}/unknown`,
    `${BASE}/branches/x`,
    `${BASE}/log/`,
    `${BASE}/log/-x`,
    `${BASE}/log/--all`,
    `${BASE}/log/HEAD~1`,
    `${BASE}/log/f42..f41`,
    `${BASE}/log/%40%7B0%7D`,
    `${BASE}/log/f42:path`,
    `${BASE}/log/a%2F..%2Fb`,
    `${BASE}/log/%2Fetc`,
    `${BASE}/log/f42/more`,
    `${BASE}/commit/HEAD`,
    `${BASE}/commit/${COMMIT.slice(1)}`,
    `${BASE}/commit/${COMMIT.toUpperCase()}`,
    `${BASE}/commit/-${COMMIT.slice(1)}`,
    `${BASE}/file/f42`,
    `${BASE}/raw/f42/`,
    `${BASE}/tree/f42/../..`,
    `${BASE}/tree/f42/%2e%2e/x`,
    `${BASE}/tree/f42/%zz`,
    `${BASE}/tree/f42/%`,
    `${BASE}/tree/f42/${'a/'.repeat(200)}`,
    `${BASE}/tree/f42/${'a'.repeat(9000)}`,
  ];
  for (const href of refused) {
    it(`is not ${href.slice(0, 80)}`, () => {
      expect(addressOf(href)).to.equal(undefined);
    });
  }

  it('brings any path there and back', () => {
    const byte = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
    const step = fc
      .array(byte, { minLength: 1, maxLength: 12 })
      .map((bytes) => bytes.join('').replace(/\//g, '_'))
      .filter((name) => name !== '.' && name !== '..');
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (path) => {
        const address = { page: 'file', repository, ref: 'f42', path } as const;
        expect(addressOf(hrefOf(address))).to.deep.equal(address);
      }),
    );
  });

  it('has one right spelling, which spells itself', () => {
    const part = fc.constantFrom(
      'a',
      '%41',
      '%2F',
      '%25',
      '.',
      '..',
      '',
      'tree',
      'f42',
      'file',
      '%FF',
      '@x',
      'a+b',
      ';',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const address = addressOf(`/browse/${parts.join('/')}`);
        if (address) expect(hrefOf(addressOf(hrefOf(address))!)).to.equal(hrefOf(address));
      }),
    );
  });
});

import type { LookupAddress, LookupOptions } from 'node:dns';
import { checkHost, GuardError, guardedLookup, type GuardRules } from '@kopr/shared/guard';
import { expect } from 'chai';
import { type Internet, openInternet } from './internet.js';

const RULES: GuardRules = { allowPrivate: false, schemes: ['git'] };
const OPEN: GuardRules = { ...RULES, allowPrivate: true };
const noSuchName = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });

describe('a host that a tool is about to connect to', () => {
  let net: Internet;
  beforeEach(() => (net = openInternet()));
  const check = (host: string, rules = RULES) => checkHost(host, rules, net);

  it('is allowed when all its addresses are public', async () => {
    net.names.set('example.org', ['93.184.216.34', '2606:4700::1111']);
    expect(await check('Example.org.')).to.deep.equal({
      ok: true,
      addresses: [
        { address: '93.184.216.34', family: 4 },
        { address: '2606:4700::1111', family: 6 },
      ],
    });
  });

  const LEADS: readonly [what: string, addresses: string[]][] = [
    ['this machine', ['127.0.0.1']],
    ['this machine over IPv6', ['::1']],
    ['metadata of a cloud', ['169.254.169.254']],
    ['metadata of a cloud over IPv6', ['fd00:ec2::254']],
    ['a private network', ['10.0.0.7']],
    ['a public and a private address', ['93.184.216.34', '10.0.0.7']],
    ['a private address behind many public ones', [...Array<string>(20).fill('1.1.1.1'), '127.0.0.1']],
    ['a mapped private address', ['::ffff:127.0.0.1']],
    ['something that is no address', ['example.net']],
  ];
  for (const [what, addresses] of LEADS) {
    it(`is refused when its name leads to ${what}, unless the operator allows that`, async () => {
      net.names.set('metadata.google.internal', addresses);
      const found = await check('metadata.google.internal');
      expect(found).to.include({ ok: false, forbidden: true });
      expect(found)
        .to.have.property('problem')
        .that.matches(/^metadata.google.internal is not an address of the public/);
      expect(await check('metadata.google.internal', OPEN)).to.have.property('ok', true);
    });
  }

  for (const host of [
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '[::1]',
    '::1',
    'localhost',
    'LOCALHOST.',
    'x.localhost',
    '%31%32%37.0.0.1',
  ]) {
    it(`is refused by its text alone, and never resolved: ${host}`, async () => {
      expect(await check(host)).to.include({ ok: false, forbidden: true });
      expect(net.resolved).to.deep.equal([]);
    });
  }

  for (const host of [
    '',
    'a b',
    '-x',
    'a..b',
    'example.org:80',
    'example.org/x',
    'me@example.org',
    'example.org#',
    'a\nb',
    '[::1',
    'fe80::1%eth0',
  ]) {
    it(`is refused when it can be no host: ${JSON.stringify(host)}`, async () => {
      expect(await check(host, OPEN)).to.deep.equal({
        ok: false,
        problem: 'the address names no host that there could be',
        forbidden: true,
      });
      expect(net.resolved).to.deep.equal([]);
    });
  }

  it('may be there another time when its name is not known now', async () => {
    net.names.set('gone.example', [noSuchName]);
    expect(await check('gone.example')).to.deep.equal({
      ok: false,
      problem: 'the name gone.example cannot be resolved (ENOTFOUND)',
      forbidden: false,
    });
    expect(await check('empty.example')).to.include({ ok: false, forbidden: false });
  });

  it('is refused as soon as its name server changes its mind', async () => {
    net.names.set('rebind.example', [['93.184.216.34'], ['127.0.0.1']]);
    expect(await check('rebind.example')).to.have.property('ok', true);
    expect(await check('rebind.example')).to.include({ ok: false, forbidden: true });
  });
});

describe('a lookup for clients that connect by themselves', () => {
  let net: Internet;
  beforeEach(() => (net = openInternet()));

  function lookUp(host: string, options: LookupOptions = {}, rules = RULES): Promise<string | LookupAddress[]> {
    return new Promise((resolve, reject) => {
      guardedLookup(rules, net)(host, options, (error, found) => (error ? reject(error) : resolve(found)));
    });
  }

  it('gives one address or all, of the family that is asked for', async () => {
    net.names.set('example.org', ['93.184.216.34', '2606:4700::1111']);
    expect(await lookUp('example.org')).to.equal('93.184.216.34');
    expect(await lookUp('example.org', { family: 6 })).to.equal('2606:4700::1111');
    expect(await lookUp('example.org', { family: 'IPv6' })).to.equal('2606:4700::1111');
    expect(await lookUp('example.org', { all: true, family: 0 })).to.have.length(2);
    expect(await lookUp('example.org', { all: true, family: 4 })).to.deep.equal([
      { address: '93.184.216.34', family: 4 },
    ]);
  });

  it('ends the connection with the reason', async () => {
    net.names.set('evil.example', ['93.184.216.34', '10.0.0.1']);
    net.names.set('gone.example', [noSuchName]);
    net.names.set('old.example', ['93.184.216.34']);
    const reason = async (host: string, options?: LookupOptions): Promise<string> => {
      const error = await lookUp(host, options).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(GuardError);
      return `${String((error as GuardError).forbidden)}: ${(error as GuardError).message}`;
    };
    expect(await reason('evil.example', { all: true })).to.match(/^true: evil.example is not an address of the public/);
    // The private one is of another family than asked for: still nobody's business.
    expect(await reason('evil.example', { family: 6 })).to.match(/^true/);
    expect(await reason('gone.example')).to.match(/^false: .*ENOTFOUND/);
    expect(await reason('old.example', { family: 6 })).to.match(/^false: .*family/);
  });

  it('takes the first answer for the connection: there is no second', async () => {
    net.names.set('rebind.example', [['93.184.216.34'], ['127.0.0.1']]);
    expect(await lookUp('rebind.example', { all: true })).to.deep.equal([{ address: '93.184.216.34', family: 4 }]);
    expect(net.resolved).to.deep.equal(['rebind.example']);
  });
});

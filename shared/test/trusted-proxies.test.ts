import { readConfig, trustedProxies } from '@kopr/shared/config';
import { expect } from 'chai';

const read = (value: string) => readConfig({ proxies: trustedProxies }, { KOPR_TRUSTED_PROXIES: value }).proxies;

describe('proxies before a service', () => {
  it('are none, so many, or those of addresses and networks', () => {
    expect(read('')).to.deep.equal([]);
    expect(read('1')).to.equal(1);
    expect(read('127.0.0.1, 10.0.0.0/8 fd00::/8')).to.deep.equal(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  });

  for (const wrong of ['true', 'proxy.example.org', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.0/8/8', '12 10.0.0.1']) {
    it(`are not given as ${wrong}`, () => {
      expect(() => read(wrong)).to.throw(/KOPR_TRUSTED_PROXIES/);
    });
  }
});

import { expect } from 'chai';
import { parseUrl } from '@kopr/shared/domain';

describe('the text of an address', () => {
  it('is a URL also with letters like ü, however often one asks', () => {
    // Node 20 optimizes after some thousand calls; its own URL.canParse says no from then on.
    const answers = Array.from({ length: 50_000 }, () => parseUrl('https://müller.example/ü')?.host);
    expect(new Set(answers)).to.deep.equal(new Set(['xn--mller-kva.example']));
  });

  it('is taken from where it was found', () => {
    expect(parseUrl('../b', 'https://example.org/x/a')?.href).to.equal('https://example.org/b');
  });

  for (const text of ['', 'no url', '/a/path', 'https://', 'http://[fe80::1%25eth0]/', 'http://a b/']) {
    it(`is no URL: ${JSON.stringify(text)}`, () => expect(parseUrl(text)).to.equal(undefined));
  }
});

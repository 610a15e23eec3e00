import type { Body } from '@kopr/proto';
import { sourceRequested, sourceType } from '@kopr/proto';
import { expect } from 'chai';
import { wantedSrpm } from '../src/domain/wanted.js';
import { refusalOf } from './refusals.js';

type Source = Body<'source.requested'>['source'];

const HOME = 'http://frontend:5000';

function wanted(source: Source) {
  return wantedSrpm({ ...sourceRequested.body.parse(sourceRequested.example), source }, HOME);
}

describe('what is wanted of a source', () => {
  it('is the finished SRPM; only what was uploaded is ours', () => {
    const url = `${HOME}/tmp/x/a.src.rpm`;
    const srpm = { url, size: 1, sha256: null };
    expect(wanted({ type: 'upload', srpm, params: { pkg: 'a.src.rpm' } })).to.deep.equal({
      ...srpm,
      ours: true,
      name: 'the uploaded file a.src.rpm',
    });
    expect(wanted({ type: 'link', srpm, params: { url } })).to.include({ ours: false, name: url });
  });

  it('is named without the password in its address', () => {
    const srpm = { url: 'https://me:secret@example.org/a.src.rpm', size: null, sha256: null };
    expect(wanted({ type: 'link', srpm, params: {} }).name).to.equal('https://example.org/a.src.rpm');
  });

  const spec = /^unsupported: this Kopr does not build sources from a lone \.spec file yet/;
  const nosrc = /^unsupported: a \.nosrc\.rpm lacks some of its sources/;
  const lacking: [string, Source, RegExp][] = [
    ['a link to a spec', { type: 'link', srpm: null, params: { url: 'https://example.org/a.spec?x=1' } }, spec],
    ['an uploaded spec', { type: 'upload', srpm: null, params: { pkg: 'A.SPEC', tmp: 'x' } }, spec],
    ['a package without sources', { type: 'link', srpm: null, params: { url: 'http://x.org/a.nosrc.rpm' } }, nosrc],
    ['an upload that nobody knows', { type: 'upload', srpm: null, params: {} }, /^unsupported: .*of type upload yet/],
  ];
  for (const [what, source, reason] of lacking) {
    it(`is refused of ${what}, with the reason`, async () => {
      expect(await refusalOf(() => wanted(source))).to.match(reason);
    });
  }

  for (const type of sourceType.options.filter((one) => one !== 'link' && one !== 'upload')) {
    it(`is refused of type ${type}, which must first be made into an SRPM`, async () => {
      const params = { clone_url: 'https://example.org/a.git' };
      expect(await refusalOf(() => wanted({ type, srpm: null, params }))).to.equal(
        `unsupported: this Kopr does not build sources of type ${type} yet`,
      );
    });
  }
});

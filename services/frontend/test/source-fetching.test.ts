import { expect } from 'chai';
import { sourceDefinition } from '../src/domain/source-definition.js';
import { SETTINGS } from '../src/config.js';
import { build, sourceInput } from './cast.js';

describe('how the sources of a lone spec are fetched', () => {
  const macros = (more: Parameters<typeof sourceInput>[0]) => sourceDefinition(build(), sourceInput(more)).kopr.macros;

  it('is what the operator allows', () => {
    expect(macros({ type: 'link', protocols: ['https', 'ftps'] })).to.deep.include({
      __urlhelper_localopts: '--proto -all,+https,+ftps',
    });
  });

  it('is left to the spec that somebody uploaded', () => {
    expect(macros({ type: 'upload' })).not.to.have.property('__urlhelper_localopts');
  });

  it('is by https and ftps when nobody says else, and never by what no guard judges', () => {
    const { read, fallback } = SETTINGS.sourceProtocols;
    expect(read(fallback ?? '')).to.deep.equal({ ok: true, value: ['https', 'ftps'] });
    for (const bad of ['', 'file', 'https scp']) expect(read(bad).ok, bad).to.equal(false);
  });
});

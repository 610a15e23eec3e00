/** What an engine cannot do is said, and done as well as it can be. */
import { expect } from 'chai';
import type { RpmDefinition } from '@kopr/proto';
import { moduleToggles } from '../builder/domain/module-toggles.js';
import { withinReach } from '../builder/domain/within-reach.js';
import { definitionOf } from './kit/house.js';

const forEngine = (engine: RpmDefinition['kopr']['engine'], own: Partial<RpmDefinition>, podman = false) => {
  const definition = definitionOf(own);
  definition.kopr.engine = engine;
  return withinReach(definition, { podman });
};

describe('a task with wishes beyond its engine', () => {
  it('says nothing when there are none', () => {
    for (const engine of ['mock', 'rpmbuild'] as const) expect(forEngine(engine, {}).notes).to.deep.equal([]);
    expect(forEngine('mock', { isolation: 'simple', bootstrap: 'off' }).notes).to.deep.equal([]);
  });

  it('gets mock’s simple isolation for nspawn, which needs systemd', () => {
    const { definition, notes } = forEngine('mock', { isolation: 'nspawn' });
    expect([definition.isolation, notes.length]).to.deep.equal(['simple', 1]);
    expect(notes[0]).to.match(/^isolation nspawn: /);
  });

  it('gets an installed bootstrap root where no podman can bring its image', () => {
    const own = { bootstrap: 'custom_image', bootstrap_image: 'fedora:42' };
    const without = forEngine('mock', own);
    expect([without.definition.bootstrap, without.notes.length]).to.deep.equal(['on', 1]);
    const with_ = forEngine('mock', own, true);
    expect([with_.definition.bootstrap, with_.notes]).to.deep.equal(['custom_image', []]);
  });

  it('is told what means nothing to rpmbuild', () => {
    const { notes } = forEngine('rpmbuild', { isolation: 'simple', bootstrap: 'on' });
    expect(notes.map((note) => note.split(':')[0])).to.deep.equal(['isolation simple', 'bootstrap on']);
  });

  for (const engine of ['mock', 'rpmbuild'] as const) {
    it(`is told what nothing does here, with ${engine}`, () => {
      const { notes } = forEngine(engine, { fedora_review: true, appstream: true });
      expect(notes.map((note) => note.split(':')[0])).to.include.members(['fedora_review', 'appstream']);
    });
  }
});

describe('modules of a task', () => {
  it('are switched in the order that was chosen', () => {
    expect(moduleToggles({ toggle: [{ enable: 'nodejs:20' }, { disable: 'ruby:3' }] })).to.deep.equal([
      ['enable', 'nodejs:20'],
      ['disable', 'ruby:3'],
    ]);
  });

  it('are none where there is nothing that could be read', () => {
    for (const odd of [undefined, null, [], { toggle: 'x' }]) expect(moduleToggles(odd)).to.deep.equal([]);
  });
});

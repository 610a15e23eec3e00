import { type BodyInput, MAX_ENVELOPE_BYTES, rowOf } from '@kopr/proto';
import { envelopeOf } from '@kopr/shared/bus';
import { expect } from 'chai';
import { develModeAfter } from '../src/domain/devel-mode.js';
import { nextTurn } from '../src/domain/next-turn.js';
import { pickOwner } from '../src/domain/pick-owner.js';
import { planRefresh } from '../src/domain/plan-refresh.js';
import { filesOf, hasGroups } from '../src/domain/repomd.js';
import { wholeLength } from '../src/domain/utf8-tail.js';
import { thoseThatFit } from '../src/verbs/answers.js';

describe('who is published next', () => {
  const owner = (name: string, change: object = {}) => ({ owner: name, running: 0, servedAt: 0, oldest: 1, ...change });

  it('lets an owner with nothing running pass one whose repository is being served', () => {
    expect(pickOwner([owner('busy', { running: 1, oldest: 1 }), owner('idle', { oldest: 9 })])).to.equal('idle');
  });

  it('serves whoever waited longest since the last turn, however much the other has queued', () => {
    expect(
      pickOwner([owner('heavy', { servedAt: 5, oldest: 1 }), owner('light', { servedAt: 2, oldest: 900 })]),
    ).to.equal('light');
  });

  it('goes by age among those who never had a turn, and knows when nobody waits', () => {
    expect(pickOwner([owner('later', { oldest: 2 }), owner('first')])).to.equal('first');
    expect(pickOwner([])).to.equal(undefined);
  });
});

describe('which metadata a turn makes', () => {
  const order = (verb: string, develMode = false, touched?: boolean) => ({
    verb,
    develMode,
    ...(touched === undefined ? {} : { touched }),
  });
  const table: [string, Parameters<typeof planRefresh>, { main: boolean; devel: boolean }][] = [
    ['a build', [[order('publish')], false], { main: true, devel: false }],
    ['a build in devel mode', [[order('publish', true)], false], { main: false, devel: true }],
    ['regenerate in devel mode', [[order('regenerate', true)], false], { main: true, devel: true }],
    ['a new repository', [[order('create')], true], { main: true, devel: false }],
    ['a new repository in devel mode', [[order('create', true)], true], { main: true, devel: true }],
    ['create said again', [[order('create')], false], { main: false, devel: false }],
    ['a delete of failed builds', [[order('delete-builds', false, false)], false], { main: false, devel: false }],
    ['a delete of published builds', [[order('delete-builds', false, true)], false], { main: true, devel: false }],
    ['nothing but failures', [[], false], { main: false, devel: false }],
  ];
  for (const [what, args, wanted] of table) {
    it(`${what}: main ${wanted.main}, devel ${wanted.devel}`, () => expect(planRefresh(...args)).to.deep.equal(wanted));
  }
});

describe('small readers', () => {
  it('finds the files that a repomd.xml refers to, and whether there are groups', () => {
    const xml =
      '<data type="primary"><location href="repodata/aa-primary.xml.gz"/></data><data type="group_gz"><location href="repodata/b.gz"/></data>';
    expect(filesOf(xml)).to.deep.equal(['aa-primary.xml.gz', 'b.gz']);
    expect([hasGroups(xml), hasGroups('<data type="primary">')]).to.deep.equal([true, false]);
  });

  it('never cuts a character, and does not wait for one that cannot come', () => {
    const dill = Buffer.from('kopř🌿');
    for (let length = 0; length <= dill.length; length++) {
      const text = dill.subarray(0, wholeLength(dill.subarray(0, length))).toString('utf8');
      expect('kopř🌿'.startsWith(text), `${length} bytes`).to.equal(true);
    }
    expect(wholeLength(dill)).to.equal(dill.length);
    expect(wholeLength(Buffer.from([0x61, 0x80, 0x80, 0x80, 0x80]))).to.equal(5);
  });
});

describe('the packages that an answer names', () => {
  const built = (count: number, name: string) =>
    Array.from({ length: count }, (_, at) => ({
      name: `${name}-${at}`,
      epoch: null,
      version: '20240312',
      release: '1.md13',
      arch: 'noarch',
    }));

  it('are all of an ordinary build', () => {
    expect(thoseThatFit(built(300, 'texlive'))).to.have.length(300);
  });

  it('are as many as fit into a message, however long their names are', () => {
    const packages = thoseThatFit(built(2000, 'x'.repeat(200)));
    const { message } = rowOf('repo.published') ?? {};
    const body = { ...(message?.example as BodyInput<'repo.published'>), packages };
    expect(packages.length).to.be.greaterThan(100);
    expect(JSON.stringify(envelopeOf('repo.published', body)).length).to.be.at.most(MAX_ENVELOPE_BYTES);
  });
});

describe('whether a repository is in devel mode', () => {
  it('is what the newest order about its settings says, whatever a build’s older order thinks', () => {
    expect(develModeAfter(true, 'settings', false)).to.equal(false);
    expect(develModeAfter(false, 'regenerate', true)).to.equal(true);
    expect(develModeAfter(false, 'publish', true)).to.equal(false);
    expect(develModeAfter(null, 'publish', true)).to.equal(true);
  });
});

describe('which orders a turn takes', () => {
  const orders = (...verbs: string[]) => verbs.map((verb) => ({ verb }));

  it('takes all that wait, up to a removal, which it serves alone', () => {
    expect(nextTurn(orders('create', 'publish'))).to.deep.equal(orders('create', 'publish'));
    expect(nextTurn(orders('publish', 'delete-chroots', 'create'))).to.deep.equal(orders('publish'));
    expect(nextTurn(orders('delete-chroots', 'create'))).to.deep.equal(orders('delete-chroots'));
    expect(nextTurn([])).to.deep.equal([]);
  });
});

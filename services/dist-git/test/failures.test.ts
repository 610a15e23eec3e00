import { sourceFailure } from '@kopr/proto';
import { KoprError } from '@kopr/shared/errors';
import { expect } from 'chai';
import { tellFailure } from '../src/domain/failure.js';
import { mergePins } from '../src/domain/merge-pins.js';
import { troubleIn } from '../src/domain/remote-trouble.js';
import { mayGo } from '../src/domain/keep-intake.js';
import { isDiskFull } from '../src/sources/space.js';

describe('a failure', () => {
  it('is told with its stage, by its code or by the step in which it came up', () => {
    expect(tellFailure('download', 'import', {})).to.deep.equal({ stage: 'download', retriable: true });
    expect(tellFailure('not-an-srpm', 'query', {})).to.deep.equal({ stage: 'query', retriable: false });
    expect(tellFailure('not-an-srpm', 'unpack', {})).to.deep.equal({ stage: 'unpack', retriable: false });
    expect(tellFailure('unresolved', 'resolve', { stage: 'checkout' })).to.include({ stage: 'checkout' });
    expect(tellFailure('unresolved', 'resolve', { retriable: false })).to.include({ retriable: false });
  });

  it('gives hope only when asking for the same once more may end otherwise', () => {
    const hopeful = sourceFailure.options.filter((code) => tellFailure(code, 'import', {}).retriable);
    expect(hopeful.sort()).to.deep.equal(['download', 'internal', 'storage', 'timeout', 'unresolved']);
  });

  for (const [complaint, reason, lasting] of [
    ["fatal: could not read Username for 'https://x': terminal prompts disabled", /asks for a password/, true],
    ["fatal: unable to access 'http://x/': The requested URL returned error: 403", /asks for a password/, true],
    ["remote: Repository not found.\nfatal: repository 'https://x/' not found", /was not found/, true],
    ['fatal: http://x/info/refs not valid: is this a git repository?', /is not a git repository/, true],
    ['fatal: remote error: access denied or repository not exported: /x', /not exported/, true],
    ['fatal: Out of memory, malloc failed (tried to allocate 63 bytes)', /too many refs/, true],
    ["fatal: unable to access 'http://x/': The requested URL returned error: 502", /cannot be read: .*502/, false],
    ['', /git said nothing/, false],
  ] as const) {
    it(`of git is put into words: ${complaint.slice(0, 60)}`, () => {
      const trouble = troubleIn(complaint);
      expect(trouble.reason).to.match(reason);
      expect(trouble.lasting).to.equal(lasting);
    });
  }

  it('is a full disk’s by the words at the end of git’s line, not by a file’s name', () => {
    const git = (text: string) => isDiskFull(new KoprError('git', `git fast-import ended with 128: ${text}`));
    expect(git('fatal: write error: No space left on device')).to.equal(true);
    expect(git("error: unable to write file x: No space left on device\nfatal: it's over")).to.equal(true);
    expect(git('fatal: sha1 file ‘x’ write error. Out of diskspace')).to.equal(true);
    expect(git('fatal: bad file "No space left on device.patch"')).to.equal(false);
    expect(isDiskFull(Object.assign(new Error('x'), { code: 'ENOSPC' }))).to.equal(true);
  });
});

describe('what a source was made of', () => {
  it('is what its builder found, over what was asked for', () => {
    const [commit, other] = ['a'.repeat(40), 'b'.repeat(40)];
    expect(mergePins({ commit, version: null }, { commit: null, version: '1' })).to.deep.equal({
      commit,
      version: '1',
    });
    expect(mergePins({ commit, version: '1' }, { commit: other, version: null })).to.deep.equal({
      commit: other,
      version: '1',
    });
    expect([mergePins(null, null), mergePins({ commit: null, version: null }, null)]).to.deep.equal([null, null]);
  });
});

describe('what a builder put to the intake', () => {
  const keeping = { unaskedMs: 10, failedMs: 100, brokenMs: 5 };
  const order = { isOpen: false, retriable: false, endedAt: 1000 };

  it('waits a while for its order, and as long as the import takes', () => {
    expect(mayGo({ order: undefined, lastSign: 1000, isWhole: true }, keeping, 1009)).to.equal(false);
    expect(mayGo({ order: undefined, lastSign: 1000, isWhole: true }, keeping, 1010)).to.equal(true);
    expect(mayGo({ order: { ...order, isOpen: true }, lastSign: 0, isWhole: true }, keeping, 1e9)).to.equal(false);
  });

  it('goes soon when its builder did not finish it: nobody can ask for it', () => {
    const part = { lastSign: 1000, isWhole: false };
    for (const known of [undefined, { ...order, isOpen: true }])
      expect([1004, 1005].map((now) => mayGo({ order: known, ...part }, keeping, now))).to.deep.equal([false, true]);
  });

  it('goes with the import’s end, unless a person may ask once more', () => {
    expect(mayGo({ order, lastSign: 1000, isWhole: true }, keeping, 1000)).to.equal(true);
    expect(mayGo({ order: { ...order, retriable: true }, lastSign: 0, isWhole: true }, keeping, 1099)).to.equal(false);
    expect(mayGo({ order: { ...order, retriable: true }, lastSign: 0, isWhole: true }, keeping, 1100)).to.equal(true);
  });
});

import { expect } from 'chai';
import { type Command, readCommands } from '../../src/domain/push/commands.js';
import { leftBehind, movedBranches } from '../../src/domain/push/compare-refs.js';
import { flush, frame, frameAt, onBand } from '../../src/domain/push/pkt-line.js';
import { isOverdue, keptRef } from '../../src/domain/push/kept-ref.js';
import { mayLeaveBehind, refuseCommands } from '../../src/domain/push/refuse-commands.js';
import { reportOf } from '../../src/domain/push/report.js';

const [A, B, NOTHING] = ['a'.repeat(40), 'b'.repeat(40), '0'.repeat(40)];
const line = (before: string, after: string, ref: string, words = '') => frame(`${before} ${after} ${ref}${words}`);
const list = (...frames: Buffer[]) => Buffer.concat([...frames, flush]);

describe('the list of commands of a push', () => {
  it('is read with what the client understands, and ends where the pack begins', () => {
    const head = list(
      frame(`shallow ${A}\n`),
      line(NOTHING, A, 'refs/heads/main', '\0 report-status side-band-64k agent=git/2.39\n'),
      line(A, NOTHING, 'refs/heads/old\n'),
    );
    const read = readCommands(Buffer.concat([head, Buffer.from('PACK')]));
    if (typeof read === 'string') throw new Error(read);
    expect(read.commands).to.deep.equal([
      { ref: 'refs/heads/main', before: null, after: A },
      { ref: 'refs/heads/old', before: A, after: null },
    ]);
    expect([...read.capabilities]).to.deep.equal(['report-status', 'side-band-64k', 'agent=git/2.39']);
    expect(read.end).to.equal(head.length);
  });

  it('is waited for, byte by byte', () => {
    const head = list(line(A, B, 'refs/heads/main', '\0 report-status'));
    for (let length = 0; length < head.length; length++)
      expect(readCommands(head.subarray(0, length))).to.equal('more');
  });

  it('may be empty: git asks so whether it may push at all', () => {
    expect(readCommands(flush)).to.deep.include({ commands: [], end: 4 });
  });

  for (const [what, head] of [
    ['no frames', Buffer.from('GET / HTTP/1.1')],
    ['a signed push', list(frame('push-cert\0 atomic\n'))],
    ['short hashes', list(frame('aaaa bbbb refs/heads/main'))],
    ['a frame that ends before it begins', Buffer.from('0003')],
    ['a frame longer than any', Buffer.from('ffff')],
    ['a list without end', Buffer.concat(Array.from({ length: 5000 }, () => line(A, B, 'refs/heads/main')))],
  ] as const)
    it(`is refused with ${what}`, () => expect(readCommands(head)).to.equal('odd'));
});

describe('frames', () => {
  it('are read as they were written', () => {
    const bytes = frame('hello');
    expect(bytes.toString()).to.equal('0009hello');
    expect(frameAt(bytes, 0)).to.deep.equal({ content: Buffer.from('hello'), end: 9 });
  });

  it('are as many as a long text needs on a side band', () => {
    const bytes = onBand(2, Buffer.alloc(100_000, 'x'));
    const first = frameAt(bytes, 0);
    if (typeof first === 'string') throw new Error(first);
    const second = frameAt(bytes, first.end);
    if (typeof second === 'string') throw new Error(second);
    expect([first.content[0], second.content[0], second.end]).to.deep.equal([2, 2, bytes.length]);
    expect(first.content.length + second.content.length).to.equal(100_002);
  });
});

describe('what a push may do', () => {
  const ground = { refs: new Set(['refs/heads/f42']), kept: 999, releaseBranches: new Set(['f42']) };
  const change = (ref: string, after: string | null = A): Command => ({ ref, before: null, after });
  const refused = (...commands: Command[]) => [...refuseCommands(commands, ground).keys()];

  it('is to move, make and delete branches and tags', () => {
    const fine = ['refs/heads/f42', 'refs/heads/feature/x-1', 'refs/tags/v1.0+2'].map((ref) => change(ref));
    expect(refused(...fine, change('refs/heads/old', null), change('refs/tags/f42', null))).to.deep.equal([]);
  });

  for (const ref of ['refs/kopr/kept/x', 'refs/notes/x', 'HEAD', 'refs/heads/', 'refs/heads/../x', 'refs/heads/a.lock'])
    it(`is not to touch ${ref}`, () => expect(refused(change(ref))).to.deep.equal([ref]));

  for (const ref of [
    'refs/heads/-x',
    'refs/heads/.x',
    'refs/heads/a b',
    'refs/heads/a//b',
    'refs/heads/ä',
    `refs/tags/${'x'.repeat(201)}`,
  ])
    it(`is not to call a branch or tag ${ref.slice(0, 20)}`, () => expect(refused(change(ref))).to.deep.equal([ref]));

  it('is not to delete a branch that builds are imported into', () =>
    expect(refused(change('refs/heads/f42', null))).to.deep.equal(['refs/heads/f42']));

  it('is bounded in number, at once and altogether', () => {
    const many = Array.from({ length: 101 }, (_, at) => change(`refs/heads/b${at}`));
    expect(refused(...many)).to.have.length(101);
    const full = { ...ground, refs: new Set(Array.from({ length: 1000 }, (_, at) => `refs/tags/t${at}`)) };
    expect([...refuseCommands([change('refs/tags/one-more')], full).values()]).to.deep.equal([
      'a package has at most 1000 branches and tags',
    ]);
    expect(refuseCommands([change('refs/tags/t1')], full).size).to.equal(0);
  });

  it('is not to leave more behind than is kept, but to make branches and to go forward', () => {
    const full = { ...ground, kept: 1000 };
    const move = (ref: string, after: string | null = B): Command => ({ ref, before: A, after });
    const asked = [move('refs/heads/x', null), move('refs/tags/v1'), move('refs/heads/main'), change('refs/tags/v2')];
    expect([...refuseCommands(asked, full).keys()]).to.deep.equal(['refs/heads/x', 'refs/tags/v1']);
    expect(refuseCommands(asked, ground).size).to.equal(0);
    expect([mayLeaveBehind(ground), mayLeaveBehind(full)]).to.deep.equal([true, false]);
  });
});

describe('what a push left behind', () => {
  const day = new Date('2026-03-01T23:00:00Z');

  it('is kept for as many days as it shall be, whatever the hour', () => {
    const ref = keptRef(A, day);
    expect(ref).to.equal(`refs/kopr/kept/2026-03-01/${A}`);
    expect(isOverdue(ref, 30, new Date('2026-03-31T23:59:59Z'))).to.equal(false);
    expect(isOverdue(ref, 30, new Date('2026-04-01T00:00:00Z'))).to.equal(true);
    expect(isOverdue(`refs/kopr/kept/${A}`, 30, day), 'without a day').to.equal(true);
  });
});

describe('the report on a refused push', () => {
  const asked = { commands: [{ ref: 'refs/heads/main', before: null, after: A }], end: 0 };

  it('is plain for a client without side bands', () => {
    const report = reportOf({ ...asked, capabilities: new Set(['report-status']) }, { reason: 'too large' });
    expect(report.toString()).to.equal('0015unpack too large\n0021ng refs/heads/main too large\n0000');
  });

  it('says why of each ref, and that the others wait for it', () => {
    const commands = [...asked.commands, { ref: 'refs/x', before: null, after: A }];
    const why = { reason: 'refused', refs: new Map([['refs/x', 'not kept here']]) };
    const report = reportOf({ ...asked, commands, capabilities: new Set(['report-status']) }, why).toString();
    expect(report).to.contain('unpack ok\n').and.to.contain('ng refs/x not kept here\n');
    expect(report).to.contain('ng refs/heads/main not done: another ref was refused\n');
  });
});

describe('what a push changed', () => {
  const before = new Map([
    ['refs/heads/f42', A],
    ['refs/heads/gone', A],
    ['refs/tags/v1', A],
    ['refs/heads/same', A],
  ]);
  const after = new Map([
    ['refs/heads/f42', B],
    ['refs/heads/new', B],
    ['refs/tags/v1', B],
    ['refs/heads/same', A],
  ]);

  it('is news for branches that were made or moved', () =>
    expect(movedBranches(before, after)).to.deep.equal([
      { branch: 'f42', before: A, commit: B },
      { branch: 'new', before: null, commit: B },
    ]));

  it('leaves behind what no ref points at any more', () =>
    expect(leftBehind(before, after)).to.deep.equal([
      { object: A, now: B },
      { object: A, now: null },
      { object: A, now: B },
    ]));
});

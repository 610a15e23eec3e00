import { expect } from 'chai';
import { tokenIn } from '../../src/domain/credentials.js';
import { projectOf } from '../../src/domain/project-of.js';
import { failedLogins } from '../../src/http/failed-logins.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the credentials of a push', () => {
  it('are the password of HTTP Basic, with whatever user name', () => {
    expect(tokenIn(basic('alice:secret'))).to.equal('secret');
    expect(tokenIn(basic('copr-login:se:cret').replace('Basic', 'basic'))).to.equal('se:cret');
  });

  for (const header of [
    undefined,
    '',
    basic(''),
    basic('alice'),
    basic('alice:'),
    basic(':secret'),
    'Bearer x',
    'Basic',
  ])
    it(`are none in ${String(header)}`, () => expect(tokenIn(header)).to.equal(undefined));

  it('are not looked for in a header without end', () =>
    expect(tokenIn(basic(`alice:${'x'.repeat(5000)}`))?.length).to.be.below(1000));
});

describe('the project of a directory', () => {
  for (const [dirname, project] of [
    ['tools', 'tools'],
    ['tools:pr:12', 'tools'],
    ['tools:custom:a:b', 'tools'],
    ['tools:', undefined],
    ['tools:other:x', undefined],
    ['tools:pr', undefined],
    ['tools:pr:../x', undefined],
  ] as const)
    it(`of ${dirname} is ${project ?? 'none'}`, () => expect(projectOf(dirname)).to.equal(project));
});

describe('who tries tokens', () => {
  const bounds = { tries: 2, windowMs: 1000, addresses: 2 };

  it('waits after some wrong ones until the window is over', () => {
    const failures = failedLogins(bounds);
    failures.note('a', 0);
    expect(failures.waitMs('a', 1)).to.equal(0);
    failures.note('a', 100);
    expect(failures.waitMs('a', 200)).to.equal(800);
    expect(failures.waitMs('a', 1000)).to.equal(0);
  });

  it('does not make another address wait', () => {
    const failures = failedLogins(bounds);
    for (const at of [0, 1, 2]) failures.note('a', at);
    expect(failures.waitMs('b', 3)).to.equal(0);
  });

  it('fills no memory: of too many addresses the one that was quiet longest is forgotten', () => {
    const failures = failedLogins(bounds);
    for (const address of ['a', 'b', 'a', 'b', 'c']) failures.note(address, 0);
    expect(['a', 'b', 'c'].map((address) => failures.waitMs(address, 1))).to.deep.equal([0, 999, 0]);
  });
});

import { expect } from 'chai';
import { eventKey, keptHeaders, payloadOf } from '../../src/domain/hooks/delivery.js';
import { ANYBODY, FORGES } from '../../src/domain/hooks/forge.js';
import { keysOf, repositoryOf, withoutEnd } from '../../src/domain/hooks/repository.js';
import * as pagure from './payloads/pagure.js';

describe('a repository', () => {
  const SAME = 'github.com/octo/hello';
  const addresses: [string, string | null][] = [
    ['https://github.com/octo/hello', SAME],
    ['https://github.com/octo/hello.git', SAME],
    ['https://github.com/octo/hello.git/', SAME],
    ['https://GitHub.com/Octo/Hello', SAME],
    ['http://github.com:80//octo/hello//', SAME],
    ['https://token@github.com/octo/hello.git', SAME],
    ['git://github.com/octo/hello.git', SAME],
    ['ssh://git@github.com:22/octo/hello.git', SAME],
    ['git@github.com:octo/hello.git', SAME],
    ['github.com:octo/hello', SAME],
    ['https://git.example.org:8443/octo/hello', 'git.example.org:8443/octo/hello'],
    ['ssh://git@git.example.org:2222/octo/hello', 'git.example.org/octo/hello'],
    [`https://x.org/${'a'.repeat(400)}`, `x.org/${'a'.repeat(249)}`],
    [`https://x.org/${'a'.repeat(1000)}`, null],
    ['https://github.com/', null],
    ['https://github.com/octo/hello.git///', SAME],
    ['https://github.com/octo/.git.git', 'github.com/octo/.git'],
    ['octo/hello', null],
    ['', null],
  ];
  for (const [address, key] of addresses) {
    it(`is known by host and path, however it is spelt: ${address.slice(0, 60)}`, () => {
      expect(repositoryOf(address)).to.equal(key);
    });
  }

  it('loses all slashes at its end in no time, however many stand in the middle', () => {
    const began = performance.now();
    const hostile = `https://x/a${'/'.repeat(200_000)}b`;
    expect(withoutEnd(`${hostile}//`, '/')).to.equal(hostile);
    expect(repositoryOf(hostile)).to.equal(null);
    expect(performance.now() - began, 'the square of the length takes a minute').to.be.below(1000);
  });

  it('has one key for all its addresses, but for ports', () => {
    expect(keysOf(['https://github.com/octo/hello.git', 'git@github.com:octo/hello.git', 'nonsense'])).to.deep.equal([
      SAME,
    ]);
  });
});

describe('a delivery', () => {
  it('brings its payload as JSON, or in a field of a form', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(payloadOf({}, Buffer.from('{"a":1}'))).to.deep.equal({ a: 1 });
    expect(payloadOf(form, Buffer.from('payload=%7B%22a%22%3A1%7D'))).to.deep.equal({ a: 1 });
    expect(payloadOf(form, Buffer.from('other=1'))).to.equal(undefined);
    expect(payloadOf({}, Buffer.from('{"a":'))).to.equal(undefined);
    expect(payloadOf({}, Buffer.alloc(0))).to.equal(undefined);
    // In memory it would take ten times what it takes on the way.
    expect(payloadOf({}, Buffer.from(`[${'[],'.repeat(600_000)}[]]`))).to.equal(undefined);
  });

  it('is kept with the headers that tell what it is, and none that holds a key', () => {
    const headers = {
      'x-gitlab-event': 'Push Hook',
      'x-gitlab-token': 'the key',
      'user-agent': 'GitLab/18',
      authorization: 'Basic x',
      'idempotency-key': 'k'.repeat(400),
      cookie: 'session=1',
    };
    expect(keptHeaders(FORGES.gitlab, headers)).to.deep.equal({
      'x-gitlab-event': 'Push Hook',
      'idempotency-key': 'k'.repeat(300),
      'user-agent': 'GitLab/18',
    });
  });

  it('is the same when it comes again, but not at another address', () => {
    const key = (address: string, headers: Record<string, string>) => eventKey(address, FORGES.github, headers, {});
    const first = key('github/hello', { 'x-github-delivery': 'a' });
    expect(first).to.match(/^[0-9a-f]{64}$/);
    expect(key('github/hello', { 'x-github-delivery': 'a' })).to.equal(first);
    expect(key('github/world', { 'x-github-delivery': 'a' })).to.not.equal(first);
    expect(key('github/hello', { 'x-github-delivery': 'b' })).to.not.equal(first);
    const create = { 'x-github-event': 'create', 'x-github-delivery': 'a' };
    expect(key('github/hello', create), 'another kind of event').to.not.equal(first);
    expect(key('github/hello', {})).to.equal(null);
  });

  it('of GitLab is not known by the hook’s own number, which is the same for all events', () => {
    expect(eventKey('x', FORGES.gitlab, { 'x-gitlab-webhook-uuid': 'u' }, {})).to.equal(null);
    expect(eventKey('x', FORGES.bitbucket, { 'x-hook-uuid': 'u' }, {})).to.equal(null);
    expect(eventKey('x', FORGES.gitlab, { 'x-gitlab-event-uuid': 'u' }, {})).to.not.equal(null);
  });

  it('of Pagure says its number in the payload', () => {
    expect(eventKey('x', FORGES.pagure, {}, pagure.receive())).to.match(/^[0-9a-f]{64}$/);
    expect(eventKey('x', FORGES.pagure, {}, undefined)).to.equal(null);
  });

  it('of a script may have the number of any forge', () => {
    expect(eventKey('x', ANYBODY, { 'x-github-delivery': 'a' }, undefined)).to.not.equal(null);
  });
});

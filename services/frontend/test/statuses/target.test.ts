import { expect } from 'chai';
import type { HookEvent } from '../../src/domain/hooks/event.js';
import { statusCommit, statusContext, statusRepository } from '../../src/domain/statuses/target.js';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const push = (urls: readonly string[], commit = SHA): HookEvent => ({
  ...{ kind: 'push', urls, sender: null, branch: 'main', commit, changes: null },
});
const request = (base: string, from: string | null): HookEvent => ({
  ...{ kind: 'pull-request', urls: [base], sender: null, act: 'opened', number: 12, into: 'main' },
  from: from === null ? null : { url: from, commit: SHA, isFork: true },
});
const GITHUB = { forge: 'github', address: 'https://github.com' } as const;
const GITLAB = { forge: 'gitlab', address: 'https://gitlab.example.org' } as const;
const GITEA = { forge: 'gitea', address: 'https://example.org:3000/git' } as const;

describe('where statuses of commits go', () => {
  it('is the repository of the push, by whichever of its addresses is at the forge', () => {
    expect(statusRepository(push(['https://github.com/Octo/Hello.git']), GITHUB)).to.equal('octo/hello');
    expect(statusRepository(push(['git@github.com:octo/hello.git']), GITHUB)).to.equal('octo/hello');
    const urls = ['ssh://git@example.org/octo/hello', 'https://example.org:3000/git/octo/hello.git'];
    expect(statusRepository(push(urls), GITEA)).to.equal('octo/hello');
    expect(statusRepository(push(['https://gitlab.example.org/a/b/c']), GITLAB)).to.equal('a/b/c');
  });

  const ELSEWHERE = [
    'https://evil.example/octo/hello',
    'https://github.com.evil.example/octo/hello',
    'https://evil.example/github.com/octo/hello',
    'https://github.com@evil.example/octo/hello',
    'https://github.com:8443/octo/hello',
    'https://github.com/octo',
    'https://github.com/octo/hello/more',
    'https://github.com/octo/..%2f..%2fadmin',
    'https://github.com/octo/hello%3Fa=b',
    `https://github.com/octo/${'x'.repeat(300)}`,
  ];
  for (const url of ELSEWHERE)
    it(`is nowhere when the repository is ${url.slice(0, 60)}`, () =>
      expect(statusRepository(push([url]), GITHUB)).to.equal(null));

  it('is nowhere below another path of the forge’s host', () =>
    expect(statusRepository(push(['https://example.org:3000/gitlab/octo/hello']), GITEA)).to.equal(null));

  it('of a pull request is the repository that it wants to go into', () => {
    const event = request('https://github.com/octo/hello', 'https://github.com/mona/hello');
    expect(statusRepository(event, GITHUB)).to.equal('octo/hello');
  });

  it('of a merge request of GitLab is the repository that it comes from, if that is at the same GitLab', () => {
    const base = 'https://gitlab.example.org/octo/hello';
    expect(statusRepository(request(base, 'https://gitlab.example.org/joe/hello'), GITLAB)).to.equal('joe/hello');
    expect(statusRepository(request(base, 'https://evil.example/joe/hello'), GITLAB)).to.equal(null);
    expect(statusRepository(request(base, null), GITLAB)).to.equal(null);
  });
});

describe('the commit of a status', () => {
  it('is what the forge told, all of it', () => {
    expect(statusCommit(push([]))).to.equal(SHA);
    expect(statusCommit(request('x', 'y'))).to.equal(SHA);
    expect(statusCommit(push([], SHA.slice(0, 12))), 'as Bitbucket tells it').to.equal(null);
    expect(statusCommit({ kind: 'tag', urls: [], sender: null, tag: 'v1' })).to.equal(null);
  });
});

describe('the context of a status', () => {
  it('tells packages and pull requests apart, but not one pull request from another', () => {
    const project = { owner: '@devel', name: 'tools' };
    expect(statusContext(project, push([]), 'hello')).to.equal('kopr/@devel/tools/hello');
    expect(statusContext(project, request('x', 'y'), 'hello')).to.equal('kopr/@devel/tools:pr/hello');
    expect(statusContext(project, push([]), 'x'.repeat(255))).to.have.length(255);
  });
});

import { expect } from 'chai';
import type { HookEvent } from '../../src/domain/hooks/event.js';
import { subjectOf } from '../../src/domain/hooks/subject.js';

const about = { urls: ['https://github.com/octo/hello.git', 'git@github.com:octo/hello.git'], sender: null };
const push: HookEvent = { kind: 'push', ...about, branch: 'main', commit: 'a'.repeat(40), changes: null };
const pull = (number: number): HookEvent => ({
  kind: 'pull-request',
  ...about,
  ...{ act: 'opened', number, into: 'main', from: null },
});

describe('what a delivery is about', () => {
  it('is its repository, or one pull request of it', () => {
    expect(subjectOf('github', [push])).to.equal('github github.com/octo/hello');
    expect(subjectOf('github', [pull(12)])).to.equal('github github.com/octo/hello#12');
    const asking = { kind: 'asking' as const, ...about, number: 12 };
    expect(subjectOf('github', [asking]), 'a comment on it').to.equal('github github.com/octo/hello#12');
    expect(subjectOf('github', [{ kind: 'other', why: 'a ping' }])).to.equal('github');
    expect(subjectOf('bitbucket', [{ kind: 'other', why: 'x was deleted' }, push])).to.equal(
      'bitbucket github.com/octo/hello',
    );
  });

  it('is never longer than what the store takes', () => {
    const urls = [`https://example.org/${'a'.repeat(900)}`];
    expect(subjectOf('forgejo', [{ ...push, urls }]).length).to.be.at.most(300);
  });
});

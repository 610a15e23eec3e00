import { expect } from 'chai';
import { wordsOf, type Reading } from '../../src/domain/hooks/event.js';
import { FORGES, type ForgeName } from '../../src/domain/hooks/forge.js';
import * as bitbucket from './payloads/bitbucket.js';
import * as gitea from './payloads/gitea.js';
import * as github from './payloads/github.js';
import * as gitlab from './payloads/gitlab.js';
import * as pagure from './payloads/pagure.js';

/** One delivery and what it is understood as: words of its events, or what is wrong. */
type Line = readonly [title: string, event: string, payload: unknown, understood: string];

const GITHUB: readonly Line[] = [
  ['a push', 'push', github.push(), 'push to main at 01234567'],
  ['a branch that is deleted', 'push', github.branchDeleted, 'main was deleted'],
  ['a test of Gitea', 'push', gitea.testDelivery, 'push to main: a test delivery, or nothing was pushed'],
  [
    'a tag by the event push',
    'push',
    github.tagPushed,
    'tag hello-2.0-1: the event “Branch or tag creation” builds tags; turn it on in the hook’s settings',
  ],
  ['a tag', 'create', github.create(), 'tag hello-2.0-1'],
  [
    'a new branch',
    'create',
    github.create({ ref: 'x', ref_type: 'branch' }),
    'branch x was made: its commits are told by the event “push”',
  ],
  ['a pull request', 'pull_request', github.pullRequest('opened'), 'pull request 12 opened'],
  ['one that is opened again', 'pull_request', github.pullRequest('reopened'), 'pull request 12 opened'],
  ['new commits in one', 'pull_request', github.pullRequest('synchronize'), 'pull request 12 changed'],
  ['new commits in one of Gitea', 'pull_request', gitea.pullRequest('synchronized'), 'pull request 4 changed'],
  ['one that is closed', 'pull_request', github.pullRequest('closed'), 'pull request 12 closed'],
  [
    'one that gets a label',
    'pull_request',
    github.pullRequest('labeled'),
    'pull request 12 labeled: nothing is built at this event',
  ],
  ['a comment that asks', 'issue_comment', github.comment('please [copr-build]'), 'pull request 12 to be built again'],
  ['a comment that does not', 'issue_comment', github.comment('nice'), 'a comment without [copr-build]'],
  [
    'a comment that is changed',
    'issue_comment',
    github.comment('[copr-build]', {}, 'edited'),
    'a comment was edited: nothing is built at this event',
  ],
  [
    'a comment after the end',
    'issue_comment',
    github.comment('[copr-build]', { state: 'closed' }),
    'a comment on pull request 12, which is closed',
  ],
  [
    'a comment on an issue',
    'issue_comment',
    github.comment('[copr-build]', { pull_request: undefined }),
    'a comment, not on a pull request',
  ],
  ['a ping', 'ping', github.ping, 'ping: the hook works'],
  ['an event of another kind', 'star', {}, 'star: nothing is built at this event'],
  ['no event at all', '', github.push(), 'wrong: the header X-GitHub-Event is missing'],
  [
    'an empty payload',
    'push',
    {},
    'wrong: the payload.repository cannot be used: Invalid input: expected object, received undefined',
  ],
  [
    'no JSON',
    'push',
    undefined,
    'wrong: the payload cannot be used: Invalid input: expected object, received undefined',
  ],
  [
    'a repository that is a text',
    'push',
    github.push({ repository: 'x' }),
    'wrong: the payload.repository cannot be used: Invalid input: expected object, received string',
  ],
  [
    'a branch that git would take for an option',
    'create',
    github.create({ ref: '--upload-pack=x' }),
    'wrong: the payload.ref cannot be used: is no name of a branch or tag',
  ],
  ['a commit that is none', 'push', github.push({ after: '$(reboot)' }), 'push to main, but $(reboot) is no commit'],
  [
    'a pull request from a file',
    'pull_request',
    github.pullRequest('opened', { head: { repo: { clone_url: 'file:///etc' } } }),
    'wrong: the payload.pull_request.head.repo.clone_url cannot be used: is no web address',
  ],
];

const GITLAB: readonly Line[] = [
  ['a push', 'Push Hook', gitlab.push(), 'push to main at da156088'],
  ['a branch that is deleted', 'Push Hook', gitlab.branchDeleted, 'main was deleted'],
  [
    'a push of nothing',
    'Push Hook',
    gitlab.push({ before: gitlab.SHA }),
    'push to main: a test delivery, or nothing was pushed',
  ],
  ['a tag', 'Tag Push Hook', gitlab.tagPush(), 'tag hello-3.0-1'],
  ['a tag that is deleted', 'Tag Push Hook', gitlab.tagDeleted, 'tag hello-3.0-1 was deleted'],
  ['a merge request', 'Merge Request Hook', gitlab.mergeRequest({ action: 'open' }), 'pull request 7 opened'],
  [
    'new commits in one',
    'Merge Request Hook',
    gitlab.mergeRequest({ action: 'update', oldrev: 'f'.repeat(40) }),
    'pull request 7 changed',
  ],
  [
    'another title',
    'Merge Request Hook',
    gitlab.mergeRequest({ action: 'update' }),
    'pull request 7 was edited, without new commits',
  ],
  ['one that is merged', 'Merge Request Hook', gitlab.mergeRequest({ action: 'merge' }), 'pull request 7 closed'],
  [
    'one that is closed without commits',
    'Merge Request Hook',
    gitlab.mergeRequest({ action: 'close', last_commit: null }),
    'pull request 7 closed',
  ],
  [
    'one that is opened without commits',
    'Merge Request Hook',
    gitlab.mergeRequest({ action: 'open', last_commit: null }),
    'pull request 7 has no commits',
  ],
  [
    'a comment that asks for one without commits',
    'Note Hook',
    gitlab.note('[copr-build]', { last_commit: null }),
    'pull request 7 has no commits',
  ],
  [
    'one that is approved',
    'Merge Request Hook',
    gitlab.mergeRequest({ action: 'approved' }),
    'pull request 7, approved: nothing is built at this event',
  ],
  ['a comment that asks', 'Note Hook', gitlab.note('please [copr-build]'), 'pull request 7 to be built again'],
  ['a comment that does not', 'Note Hook', gitlab.note('nice'), 'a comment without [copr-build]'],
  [
    'a comment after the merge',
    'Note Hook',
    gitlab.note('[copr-build]', { state: 'merged' }),
    'a comment on pull request 7, which is merged',
  ],
  ['a comment on an issue', 'Note Hook', gitlab.issueNote, 'a comment, not on a pull request'],
  ['an event of another kind', 'Pipeline Hook', gitlab.pipeline, 'pipeline: nothing is built at this event'],
  [
    'an empty payload',
    'Push Hook',
    {},
    'wrong: the payload.project cannot be used: Invalid input: expected object, received undefined',
  ],
];

const BITBUCKET: readonly Line[] = [
  ['a push', 'repo:push', bitbucket.push(bitbucket.branch('main')), 'push to main at 709d658d'],
  ['a push that does not say what it is', '', bitbucket.push(bitbucket.branch('main')), 'push to main at 709d658d'],
  [
    'a push of several',
    'repo:push',
    bitbucket.push(bitbucket.branch('main'), bitbucket.tag, bitbucket.deleted),
    'push to main at 709d658d; tag hello-4.0-1; main was deleted',
  ],
  ['a pull request', 'pullrequest:created', bitbucket.pullRequest(), 'pull request 3 opened'],
  ['new commits in one', 'pullrequest:updated', bitbucket.pullRequest(), 'pull request 3 changed'],
  ['one that is merged', 'pullrequest:fulfilled', bitbucket.pullRequest(), 'pull request 3 closed'],
  ['one that is declined', 'pullrequest:rejected', bitbucket.pullRequest(), 'pull request 3 closed'],
  [
    'a comment that asks',
    'pullrequest:comment_created',
    bitbucket.comment('[copr-build]'),
    'pull request 3 to be built again',
  ],
  [
    'a comment that does not',
    'pullrequest:comment_created',
    bitbucket.comment('nice'),
    'a comment without [copr-build]',
  ],
  [
    'a comment after the merge',
    'pullrequest:comment_created',
    bitbucket.comment('[copr-build]', { state: 'MERGED' }),
    'a comment on pull request 3, which is MERGED',
  ],
  ['an event of another kind', 'issue:created', {}, 'issue:created: nothing is built at this event'],
  [
    'an empty payload',
    '',
    {},
    'wrong: the payload.repository cannot be used: Invalid input: expected object, received undefined',
  ],
];

const GITEA: readonly Line[] = [
  ['a push', 'push', gitea.push(), 'push to main at bffeb742'],
  ['a branch that is deleted', 'push', gitea.branchDeleted, 'main was deleted'],
  ['a tag', 'push', gitea.tagPushed, 'tag v5'],
  ['a test', 'push', gitea.testDelivery, 'push to main: a test delivery, or nothing was pushed'],
  ['the same once more', 'create', gitea.create, 'create: the event “push” tells the same'],
  ['a pull request', 'pull_request', gitea.pullRequest('opened'), 'pull request 4 opened'],
  ['new commits in one', 'pull_request_sync', gitea.pullRequest('synchronized'), 'pull request 4 changed'],
  ['one that is closed', 'pull_request', gitea.pullRequest('closed'), 'pull request 4 closed'],
  [
    'one that gets a reviewer',
    'pull_request',
    gitea.pullRequest('review_requested'),
    'pull request 4 review_requested: nothing is built at this event',
  ],
  ['a comment that asks', 'issue_comment', gitea.comment('[copr-build]'), 'pull request 4 to be built again'],
  [
    'a comment that asks, of a newer one',
    'pull_request_comment',
    gitea.comment('[copr-build]', { pull_request: gitea.pullRequest('opened').pull_request }),
    'pull request 4 to be built again',
  ],
  ['a comment that does not', 'issue_comment', gitea.comment('nice'), 'a comment without [copr-build]'],
  [
    'a comment after the end',
    'issue_comment',
    gitea.comment('[copr-build]', { issue: { number: 4, state: 'closed' } }),
    'a comment on pull request 4, which is closed',
  ],
  [
    'a comment on an issue',
    'issue_comment',
    gitea.comment('[copr-build]', { is_pull: false }),
    'a comment, not on a pull request',
  ],
  ['an event of another kind', 'release', {}, 'release: nothing is built at this event'],
  ['no event at all', '', gitea.push(), 'wrong: the header X-Gitea-Event or X-Forgejo-Event is missing'],
  ['garbage', 'push', 'garbage', 'wrong: the payload cannot be used: Invalid input: expected object, received string'],
];

const PAGURE: readonly Line[] = [
  ['a push', 'git.receive', pagure.receive(), 'push to main at 6fe00ac4'],
  ['a branch that is deleted', 'git.receive', pagure.branchDeleted, 'main was deleted'],
  ['a tag', 'git.tag.creation', pagure.tagCreated, 'tag hello-1.1-1'],
  ['a pull request', 'pull-request.new', pagure.pullRequest('pull-request.new'), 'pull request 21 opened'],
  ['new commits in one', 'pull-request.rebased', pagure.pullRequest('pull-request.rebased'), 'pull request 21 changed'],
  ['one that is closed', 'pull-request.closed', pagure.pullRequest('pull-request.closed'), 'pull request 21 closed'],
  [
    'a comment that asks',
    'pull-request.comment.added',
    pagure.pullRequest('', { comments: [{ comment: 'no' }, { comment: '[copr-build]' }] }),
    'pull request 21 to be built again',
  ],
  [
    'a comment that does not',
    'pull-request.comment.added',
    pagure.pullRequest('', { comments: [{ comment: '[copr-build]' }, { comment: 'no' }] }),
    'a comment without [copr-build]',
  ],
  [
    'a comment after the merge',
    'pull-request.comment.added',
    pagure.pullRequest('', { status: 'Merged', comments: [{ comment: '[copr-build]' }] }),
    'a comment on pull request 21, which is Merged',
  ],
  ['a test', 'Test.notification', pagure.test, 'Test.notification: nothing is built at this event'],
  [
    'an address that nobody has',
    'git.receive',
    pagure.receive({ repo: { fullname: 'hello', full_url: `https://x/a${'/'.repeat(1000)}b` } }),
    'wrong: the payload.msg.repo.full_url cannot be used: Too big: expected string to have <=1000 characters',
  ],
  ['no topic', '', pagure.receive(), 'wrong: the header X-Pagure-Topic is missing'],
  [
    'an empty payload',
    'git.receive',
    {},
    'wrong: the payload.msg cannot be used: Invalid input: expected object, received undefined',
  ],
];

const TABLES: Readonly<Record<ForgeName, readonly Line[]>> = {
  github: GITHUB,
  gitlab: GITLAB,
  bitbucket: BITBUCKET,
  gitea: GITEA,
  forgejo: GITEA,
  pagure: PAGURE,
};

const understood = (read: Reading): string => (read.ok ? read.events.map(wordsOf).join('; ') : `wrong: ${read.wrong}`);
const first = (forge: ForgeName, event: string, payload: unknown) => {
  const read = FORGES[forge].read(event, payload);
  return read.ok ? read.events[0] : undefined;
};

for (const [forge, lines] of Object.entries(TABLES) as [ForgeName, readonly Line[]][]) {
  describe(`a delivery of ${FORGES[forge].name}`, () => {
    for (const [title, event, payload, words] of lines) {
      it(`is understood: ${title}`, () => {
        expect(understood(FORGES[forge].read(event, payload))).to.equal(words);
      });
    }
  });
}

describe('what is read of a delivery', () => {
  it('is every address of the repository, the commit, the changed files and who it was', () => {
    expect(first('github', 'push', github.push())).to.deep.equal({
      kind: 'push',
      urls: [
        'https://github.com/octo/hello.git',
        'git@github.com:octo/hello.git',
        'git://github.com/octo/hello.git',
        'https://github.com/octo/hello',
      ],
      sender: 'https://api.github.com/users/mona',
      branch: 'main',
      commit: github.SHA,
      changes: ['packaging/hello.spec'],
    });
  });

  const senders: [ForgeName, string, unknown, string | null][] = [
    ['gitlab', '', gitlab.push(), 'gitlab.com:joe'],
    ['bitbucket', '', bitbucket.push(bitbucket.branch('main')), 'https://bitbucket.org/emma'],
    ['gitea', 'push', gitea.push(), 'codeberg.org:kim'],
    ['pagure', 'git.receive', pagure.receive(), 'pagure.io:sam'],
    ['github', 'push', github.push({ sender: null }), null],
    ['github', 'push', github.push({ sender: { url: 'alice' } }), 'github.com:alice'],
    ['gitlab', '', gitlab.push({ user_username: 'x'.repeat(300) }), `gitlab.com:${'x'.repeat(89)}`],
  ];
  for (const [forge, event, payload, sender] of senders) {
    it(`names its sender so that nobody takes them for a user: ${sender ?? 'nobody'} of ${forge}`, () => {
      expect(first(forge, event, payload)).to.include({ sender });
    });
  }

  const changes: [string, ForgeName, unknown, readonly string[] | null][] = [
    [
      'files of all commits, each once',
      'github',
      github.push({
        commits: [github.commit({ added: ['a', 'b'] }), github.commit({ removed: ['c'], modified: ['a'] })],
      }),
      ['a', 'b', 'c'],
    ],
    ['no files of a new branch without commits of its own', 'github', github.push({ created: true, commits: [] }), []],
    ['unknown files when a branch was set back', 'github', github.push({ forced: true, commits: [] }), null],
    [
      'unknown files when there are more commits than are told',
      'github',
      github.push({ commits: Array.from({ length: 2048 }, () => github.commit({ added: ['a'] })) }),
      null,
    ],
    ['unknown files where GitLab tells only some commits', 'gitlab', gitlab.push({ total_commits_count: 21 }), null],
    [
      'no files of GitLab’s new branch without commits',
      'gitlab',
      gitlab.push({ before: '0'.repeat(40), commits: [], total_commits_count: 0 }),
      [],
    ],
    ['unknown files where Gitea tells only some commits', 'gitea', gitea.longPush, null],
    ['unknown files where it tells them to GitHub’s address', 'github', gitea.longPush, null],
    [
      'no files of Gitea’s new branch, told to GitHub’s address',
      'github',
      gitea.push({ before: '0'.repeat(40), commits: [], total_commits: 0 }),
      [],
    ],
    ['no files of an empty commit', 'gitea', gitea.emptyCommit, []],
    ['lists that Gitea has as null', 'gitea', gitea.push(), ['packaging/hello.spec']],
    ['no files of Bitbucket', 'bitbucket', bitbucket.push(bitbucket.branch('main')), null],
    ['files of Pagure', 'pagure', pagure.receive(), ['packaging/hello.spec']],
    ['unknown files of an older Pagure', 'pagure', pagure.receive({ changed_files: undefined }), null],
  ];
  for (const [title, forge, payload, expected] of changes) {
    it(`is what changed: ${title}`, () => {
      const event = forge === 'pagure' ? 'git.receive' : forge === 'bitbucket' ? '' : 'push';
      expect(first(forge, event, payload)).to.deep.include({ changes: expected });
    });
  }

  const origins: [string, ForgeName, string, unknown, object | null][] = [
    [
      'GitHub’s fork',
      'github',
      'pull_request',
      github.pullRequest('opened'),
      { url: 'https://github.com/mona/hello.git', commit: github.SHA, isFork: true },
    ],
    [
      'a branch of the same repository',
      'github',
      'pull_request',
      github.pullRequest('opened', github.OWN_BRANCH),
      { url: 'https://github.com/octo/hello.git', commit: github.SHA, isFork: false },
    ],
    ['a fork that is gone', 'github', 'pull_request', github.pullRequest('opened', { head: { repo: null } }), null],
    [
      'GitLab’s fork',
      'gitlab',
      '',
      gitlab.mergeRequest({ action: 'open' }),
      { url: 'https://gitlab.com/joe/hello.git', commit: gitlab.SHA, isFork: true },
    ],
    [
      'Bitbucket’s fork',
      'bitbucket',
      'pullrequest:created',
      bitbucket.pullRequest(),
      { url: 'https://bitbucket.org/emma/hello', commit: 'd3022fc0ca3d', isFork: true },
    ],
    [
      'Gitea’s fork',
      'gitea',
      'pull_request',
      gitea.pullRequest('opened'),
      { url: 'https://codeberg.org/kim/hello.git', commit: gitea.SHA, isFork: true },
    ],
    [
      'the fork that Bitbucket tells with a comment',
      'bitbucket',
      'pullrequest:comment_created',
      bitbucket.comment('[copr-build]'),
      { url: 'https://bitbucket.org/emma/hello', commit: 'd3022fc0ca3d', isFork: true },
    ],
    [
      'the fork that Gitea tells with a comment',
      'gitea',
      'issue_comment',
      gitea.comment('[copr-build]', { pull_request: gitea.pullRequest('opened').pull_request }),
      { url: 'https://codeberg.org/kim/hello.git', commit: gitea.SHA, isFork: true },
    ],
    [
      'Pagure’s fork',
      'pagure',
      'pull-request.new',
      pagure.pullRequest('pull-request.new'),
      { url: 'https://pagure.io/forks/sam/hello.git', commit: pagure.SHA, isFork: true },
    ],
  ];
  for (const [title, forge, event, payload, from] of origins) {
    it(`is where a pull request comes from: ${title}`, () => {
      expect(first(forge, event, payload)).to.deep.include({ from, into: 'main' });
    });
  }
});

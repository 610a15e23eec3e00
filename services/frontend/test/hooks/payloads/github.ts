/** Payloads of GitHub, made after its documentation “Webhook events and payloads”; only what is not read is left out. */

export const SHA = '0123456789abcdef0123456789abcdef01234567';
const ZERO = '0'.repeat(40);

const repository = {
  id: 1296269,
  name: 'hello',
  full_name: 'octo/hello',
  private: false,
  owner: { login: 'octo', id: 1 },
  html_url: 'https://github.com/octo/hello',
  url: 'https://api.github.com/repos/octo/hello',
  git_url: 'git://github.com/octo/hello.git',
  ssh_url: 'git@github.com:octo/hello.git',
  clone_url: 'https://github.com/octo/hello.git',
  default_branch: 'main',
};
const sender = { login: 'mona', id: 2, url: 'https://api.github.com/users/mona', type: 'User' };

/** A commit that changes these files. */
export const commit = (files: { added?: string[]; modified?: string[]; removed?: string[] }) => ({
  id: SHA,
  message: 'Change it',
  timestamp: '2026-01-01T12:00:00Z',
  author: { name: 'Mona', email: 'mona@example.org', username: 'mona' },
  added: [],
  modified: [],
  removed: [],
  ...files,
});

export const push = (more: object = {}) => ({
  ref: 'refs/heads/main',
  before: 'f'.repeat(40),
  after: SHA,
  created: false,
  deleted: false,
  forced: false,
  base_ref: null,
  compare: 'https://github.com/octo/hello/compare/ffff...0123',
  commits: [commit({ modified: ['packaging/hello.spec'] })],
  repository,
  pusher: { name: 'mona', email: 'mona@example.org' },
  sender,
  ...more,
});

export const branchDeleted = push({ after: ZERO, deleted: true, commits: [] });
export const tagPushed = push({ ref: 'refs/tags/hello-2.0-1', before: ZERO, created: true, commits: [] });

export const create = (more: object = {}) => ({
  ref: 'hello-2.0-1',
  ref_type: 'tag',
  full_ref: 'refs/tags/hello-2.0-1',
  master_branch: 'main',
  pusher_type: 'user',
  repository,
  sender,
  ...more,
});

export const ping = { zen: 'Keep it logically awesome.', hook_id: 1, hook: { type: 'Repository' }, repository, sender };

const fork = { ...repository, full_name: 'mona/hello', clone_url: 'https://github.com/mona/hello.git' };

/** A pull request from Mona's fork. */
export const pullRequest = (action: string, more: { head?: object } = {}) => ({
  action,
  number: 12,
  pull_request: {
    number: 12,
    state: 'open',
    title: 'Greet louder',
    html_url: 'https://github.com/octo/hello/pull/12',
    base: { ref: 'main', sha: 'f'.repeat(40), repo: repository },
    head: { ref: 'louder', sha: SHA, repo: fork, ...more.head },
  },
  repository,
  sender,
});

/** On a pull request, unless `issue` says another thing: they are issues, too. */
export const comment = (body: string, issue: object = {}, action = 'created') => ({
  action,
  issue: {
    ...{ number: 12, state: 'open', title: 'Greet louder' },
    pull_request: { url: 'https://api.github.com/repos/octo/hello/pulls/12' },
    ...issue,
  },
  comment: { id: 1, body, user: sender, author_association: 'NONE' },
  repository,
  sender: { ...sender, login: 'lisa', url: 'https://api.github.com/users/lisa' },
});

export const OWN_BRANCH = { head: { repo: repository } };

/** Payloads of Gitea and Forgejo, made after their documentation of webhooks. */

export const SHA = 'bffeb74224043ba2feb48d137756c8a9331c449a';
const ZERO = '0'.repeat(40);

const repository = {
  id: 140,
  full_name: 'octo/hello',
  html_url: 'https://codeberg.org/octo/hello',
  ssh_url: 'ssh://git@codeberg.org/octo/hello.git',
  clone_url: 'https://codeberg.org/octo/hello.git',
  default_branch: 'main',
};
const sender = { id: 1, login: 'kim', username: 'kim', email: 'kim@example.org' };
const commit = { id: SHA, message: 'Change it\n', added: null, removed: [], modified: ['packaging/hello.spec'] };

export const push = (more: object = {}) => ({
  ref: 'refs/heads/main',
  before: '28e1879d029cb852e4844d9c718537df08844e03',
  after: SHA,
  compare_url: 'https://codeberg.org/octo/hello/compare/28e1...bffe',
  commits: [commit],
  total_commits: 1,
  head_commit: commit,
  repository,
  pusher: sender,
  sender,
  ...more,
});
export const branchDeleted = push({ after: ZERO, commits: [], total_commits: 0 });
export const tagPushed = push({ ref: 'refs/tags/v5', before: ZERO, commits: [], total_commits: 0 });
/** Of many commits only the first few are in the payload. */
export const longPush = push({ total_commits: 40 });
/** A commit that is there already; Gitea has its lists as null. */
const nothing = { ...commit, added: null, removed: null, modified: null };
/** “Test Delivery”, as the page of a hook sends it. */
export const testDelivery = push({ before: SHA, commits: [nothing], head_commit: nothing });
/** git commit --allow-empty. */
export const emptyCommit = push({ commits: [nothing], head_commit: nothing });
export const create = { sha: SHA, ref: 'v5', ref_type: 'tag', repository, sender };

export const pullRequest = (action: string, head: object = {}) => ({
  action,
  number: 4,
  pull_request: {
    number: 4,
    state: 'open',
    base: { label: 'main', ref: 'main', sha: '28e1879d029cb852e4844d9c718537df08844e03', repo: repository },
    head: {
      label: 'louder',
      ref: 'louder',
      sha: SHA,
      repo: { ...repository, full_name: 'kim/hello', clone_url: 'https://codeberg.org/kim/hello.git' },
      ...head,
    },
  },
  repository,
  sender,
});

/** On a pull request; older ones tell nothing of where that is. */
export const comment = (body: string, more: object = {}) => ({
  action: 'created',
  issue: { id: 9, number: 4, state: 'open' },
  comment: { id: 1, body, user: sender },
  repository,
  sender,
  is_pull: true,
  ...more,
});

/** All headers of a delivery. Where the hook has no secret, signatures are sent all the same, with nothing in them. */
export function headersOf(event: string, delivery: string): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const name of ['gitea', 'gogs', 'github', 'forgejo']) {
    headers[`x-${name}-delivery`] = delivery;
    headers[`x-${name}-event`] = headers[`x-${name}-event-type`] = event;
    if (name !== 'github') headers[`x-${name}-signature`] = '';
  }
  return { ...headers, 'x-hub-signature': 'sha1=', 'x-hub-signature-256': 'sha256=' };
}

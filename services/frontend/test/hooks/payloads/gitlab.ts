/** Payloads of GitLab, made after its documentation “Webhook events”. */

export const SHA = 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7';
const ZERO = '0'.repeat(40);

const project = {
  id: 15,
  name: 'Hello',
  web_url: 'https://gitlab.com/octo/hello',
  git_ssh_url: 'git@gitlab.com:octo/hello.git',
  git_http_url: 'https://gitlab.com/octo/hello.git',
  path_with_namespace: 'octo/hello',
  default_branch: 'main',
};

const commit = { id: SHA, title: 'Change it', added: [], modified: ['packaging/hello.spec'], removed: [] };

export const push = (more: object = {}) => ({
  object_kind: 'push',
  event_name: 'push',
  before: '95790bf891e76fee5e1747ab589903a6a1f80f22',
  after: SHA,
  ref: 'refs/heads/main',
  ref_protected: true,
  checkout_sha: SHA,
  user_id: 4,
  user_name: 'Joe',
  user_username: 'joe',
  project_id: 15,
  project,
  commits: [commit],
  total_commits_count: 1,
  ...more,
});

export const branchDeleted = push({ after: ZERO, checkout_sha: null, commits: [], total_commits_count: 0 });
export const tagPush = (more: object = {}) =>
  push({
    object_kind: 'tag_push',
    event_name: 'tag_push',
    before: ZERO,
    ref: 'refs/tags/hello-3.0-1',
    commits: [],
    ...more,
  });
export const tagDeleted = tagPush({ after: ZERO });

const request = {
  id: 99,
  iid: 7,
  target_branch: 'main',
  source_branch: 'louder',
  source_project_id: 14,
  target_project_id: 15,
  state: 'opened',
  last_commit: { id: SHA, message: 'Greet louder' },
  source: { ...project, id: 14, git_http_url: 'https://gitlab.com/joe/hello.git' },
  target: project,
};

export const mergeRequest = (attributes: object) => ({
  object_kind: 'merge_request',
  event_type: 'merge_request',
  user: { id: 4, name: 'Joe', username: 'joe' },
  project,
  object_attributes: { ...request, ...attributes },
});

export const note = (text: string, attributes: object = {}) => ({
  object_kind: 'note',
  event_type: 'note',
  user: { id: 4, name: 'Joe', username: 'joe' },
  project,
  object_attributes: { id: 1, note: text, noteable_type: 'MergeRequest' },
  merge_request: { ...request, ...attributes },
});

export const issueNote = {
  object_kind: 'note',
  project,
  object_attributes: { id: 1, note: '[copr-build]', noteable_type: 'Issue' },
  issue: { iid: 3 },
};
export const pipeline = { object_kind: 'pipeline', project, object_attributes: { id: 31, status: 'success' } };

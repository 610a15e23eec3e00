/** Payloads of Pagure, made after the messages that it documents (fedora-messaging’s schemas of pagure). */

export const SHA = '6fe00ac4bd2ba3b1cb2b1de4de1ba0ea7a9c6d0f';

const repo = { fullname: 'hello', url_path: 'hello', full_url: 'https://pagure.io/hello', namespace: null };
const fork = { fullname: 'forks/sam/hello', url_path: 'fork/sam/hello', full_url: 'https://pagure.io/fork/sam/hello' };

const sent = (topic: string, msg: object) => ({
  i: 1,
  msg: { agent: 'sam', pagure_instance: 'https://pagure.io/', project_fullname: 'hello', ...msg },
  msg_id: '2026-9a7c3d8e-4f5f-4d1a-9a43-0f7c1c0f3f11',
  timestamp: 1767268800,
  topic,
});

export const receive = (more: object = {}) =>
  sent('git.receive', {
    repo,
    branch: 'main',
    start_commit: 'f'.repeat(40),
    end_commit: SHA,
    total_commits: 1,
    forced: false,
    changed_files: { 'packaging/hello.spec': 'M' },
    ...more,
  });
export const branchDeleted = receive({ end_commit: '0'.repeat(40), total_commits: 0 });
export const tagCreated = sent('git.tag.creation', { repo, tag: 'hello-1.1-1', rev: SHA, authors: [] });
export const test = sent('Test.notification', { content: 'Test message' });

export const pullRequest = (topic: string, more: object = {}) =>
  sent(topic, {
    pullrequest: {
      id: 21,
      status: 'Open',
      project: repo,
      repo_from: fork,
      branch: 'main',
      branch_from: 'louder',
      commit_start: 'f'.repeat(40),
      commit_stop: SHA,
      user: { name: 'sam' },
      comments: [],
      ...more,
    },
  });

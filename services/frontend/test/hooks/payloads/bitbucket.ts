/** Payloads of Bitbucket Cloud, made after its documentation “Event payloads”. */

export const SHA = '709d658dc5b6d6afcd46049c2f332ee3f515a67d';

const repository = {
  type: 'repository',
  full_name: 'octo/hello',
  links: {
    self: { href: 'https://api.bitbucket.org/2.0/repositories/octo/hello' },
    html: { href: 'https://bitbucket.org/octo/hello' },
  },
};
const actor = { type: 'user', nickname: 'emma', links: { html: { href: 'https://bitbucket.org/emma' } } };
const target = { type: 'commit', hash: SHA, message: 'Change it\n' };

export const branch = (name: string) => ({ new: { type: 'branch', name, target }, old: null, created: false });
export const tag = { new: { type: 'tag', name: 'hello-4.0-1', target }, old: null, created: true };
export const deleted = { new: null, old: { type: 'branch', name: 'main', target }, closed: true };
export const push = (...changes: object[]) => ({ actor, repository, push: { changes } });

const fork = { full_name: 'emma/hello', links: { html: { href: 'https://bitbucket.org/emma/hello' } } };

/** Of its commits Bitbucket tells only the beginnings. */
export const pullRequest = (source: object = {}) => ({
  actor,
  repository,
  pullrequest: {
    id: 3,
    title: 'Greet louder',
    state: 'OPEN',
    source: { branch: { name: 'louder' }, commit: { hash: 'd3022fc0ca3d' }, repository: fork, ...source },
    destination: { branch: { name: 'main' }, commit: { hash: 'ce5965ddd289' }, repository },
  },
});

export const comment = (raw: string, more: object = {}) => {
  const { pullrequest, ...rest } = pullRequest();
  return {
    ...rest,
    pullrequest: { ...pullrequest, ...more },
    comment: { id: 17, content: { raw, html: '', markup: 'm' } },
  };
};

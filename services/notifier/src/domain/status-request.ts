/** The request by which each forge is told how a commit fares, after its own documentation. */
import type { Body, StatusForge, StatusState } from '@kopr/proto';

/** What is to be told, all but the token. */
export type StatusWords = Omit<Body<'status.requested'>, 'token'>;

/** A POST of JSON. */
export interface StatusRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>> & { readonly state: string };
}

interface Forge {
  /** Where the status is put, behind the forge's address. */
  readonly url: (words: StatusWords) => string;
  readonly headers: (token: string) => Readonly<Record<string, string>>;
  readonly states: Readonly<Record<StatusState, string>>;
  /** What it calls the context. */
  readonly context: 'context' | 'name';
  /** Longest description, in characters. */
  readonly chars: number;
}

/** GitHub and Gitea know of nothing between the submission and the end. */
const STATES = { pending: 'pending', running: 'pending', succeeded: 'success', failed: 'failure', canceled: 'error' };

const FORGES: Readonly<Record<StatusForge, Forge>> = {
  github: {
    url: ({ address, repository, commit }) => `${gitHubApi(address)}/repos/${repository}/statuses/${commit}`,
    headers: (token) => ({
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    }),
    states: STATES,
    context: 'context',
    chars: 140,
  },
  gitlab: {
    url: ({ address, repository, commit }) =>
      `${address}/api/v4/projects/${encodeURIComponent(repository)}/statuses/${commit}`,
    headers: (token) => ({ 'private-token': token, accept: 'application/json' }),
    states: { ...STATES, running: 'running', failed: 'failed', canceled: 'canceled' },
    context: 'name',
    chars: 255,
  },
  gitea: {
    url: ({ address, repository, commit }) => `${address}/api/v1/repos/${repository}/statuses/${commit}`,
    headers: (token) => ({ authorization: `token ${token}`, accept: 'application/json' }),
    states: STATES,
    context: 'context',
    chars: 255,
  },
};

/** GitHub itself has its API on a host of its own; everybody else's is below the address. */
function gitHubApi(address: string): string {
  return address === 'https://github.com' ? 'https://api.github.com' : `${address}/api/v3`;
}

/** The request for these words. */
export function statusRequest(words: StatusWords, token: string): StatusRequest {
  const { url, headers, states, context, chars } = FORGES[words.forge];
  return {
    url: url(words),
    headers: headers(token),
    body: {
      state: states[words.state],
      target_url: words.url,
      description: cut(words.description, chars),
      [context]: words.context,
    },
  };
}

/** By characters, not by halves of them. */
function cut(text: string, chars: number): string {
  const all = Array.from(text);
  return all.length <= chars ? text : `${all.slice(0, chars - 1).join('')}…`;
}

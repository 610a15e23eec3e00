/** Webhooks of Gitea and Forgejo, after their documentation: much like GitHub's. */
import { parseUrl } from '@kopr/shared/domain';
import { z } from 'zod';
import { senderAt } from '../submitter.js';
import type { HookEvent, PullRequest, Reading, ToldEvent } from './event.js';
import {
  address,
  cloneAddress,
  commit,
  commits,
  isNothing,
  number,
  other,
  pathsOf,
  reading,
  refName,
  shortName,
  whyIdle,
  whyNotAsked,
} from './fields.js';

const repository = z.object({ clone_url: address, ssh_url: address.optional(), html_url: address.optional() });
const sender = z.object({ login: z.string() }).nullish();

const push = z.object({
  repository,
  sender,
  ref: refName,
  before: z.string().optional(),
  after: z.string(),
  commits,
  total_commits: z.number().optional(),
});
const request = z.object({
  base: z.object({ ref: refName }),
  head: z.object({ sha: commit, repo: z.object({ clone_url: cloneAddress }).nullish() }),
});
const pull = z.object({ repository, sender, action: z.string(), number, pull_request: request });
const comment = z.object({
  repository,
  sender,
  action: z.string(),
  is_pull: z.boolean().optional(),
  issue: z.object({ number, state: z.string().optional() }),
  comment: z.object({ body: z.string().nullish() }),
  // Only newer ones tell it.
  pull_request: request.nullish(),
});

/** Reads the payload of an event. */
export function readGitea(event: string, payload: unknown): Reading {
  switch (event) {
    case '':
      return { ok: false, wrong: 'the header X-Gitea-Event or X-Forgejo-Event is missing' };
    case 'push':
      return reading(push, payload, pushed);
    case 'pull_request':
    case 'pull_request_sync':
      return reading(pull, payload, pulled);
    case 'issue_comment':
    case 'pull_request_comment':
      return reading(comment, payload, commented);
    case 'create':
      return { ok: true, events: [other('create: the event “push” tells the same')] };
    default:
      return { ok: true, events: [other(`${event}: nothing is built at this event`)] };
  }
}

function pushed(fields: z.output<typeof push>): HookEvent {
  const { repository: of, sender: by, ref, before, after, commits: list, total_commits: total } = fields;
  const name = shortName(ref);
  const idle = whyIdle(name, before, after);
  if (idle !== undefined) return other(idle);
  if (ref.startsWith('refs/tags/')) return { kind: 'tag', ...about(of, by?.login), tag: name };
  // Of many commits only the first few are told; none of a known branch means that it was set back.
  const isTold = list.length >= (total ?? 0) && (list.length > 0 || (before !== undefined && isNothing(before)));
  return { kind: 'push', ...about(of, by?.login), branch: name, commit: after, changes: isTold ? pathsOf(list) : null };
}

const ACTS: Readonly<Record<string, PullRequest['act']>> = {
  opened: 'opened',
  reopened: 'opened',
  synchronized: 'changed',
  closed: 'closed',
};

function pulled({ repository: of, sender: by, action, number: id, pull_request: ends }: z.output<typeof pull>) {
  const act = ACTS[action];
  if (!act) return other(`pull request ${id} ${action}: nothing is built at this event`);
  return { kind: 'pull-request' as const, ...about(of, by?.login), act, number: id, ...endsOf(of, ends) };
}

function endsOf(of: z.output<typeof repository>, { base, head }: z.output<typeof request>) {
  const { repo } = head;
  const from = repo ? { url: repo.clone_url, commit: head.sha, isFork: repo.clone_url !== of.clone_url } : null;
  return { into: base.ref, from };
}

function commented(fields: z.output<typeof comment>): ToldEvent {
  const { repository: of, sender: by, action, is_pull: isPull, issue, comment: said, pull_request: ends } = fields;
  if (isPull !== true) return other('a comment, not on a pull request');
  if (action !== 'created') return other(`a comment was ${action}: nothing is built at this event`);
  const { number: id, state } = issue;
  const why = whyNotAsked(said.body, { number: id, state }, 'open');
  if (why !== undefined) return other(why);
  const told = { ...about(of, by?.login), number: id };
  return ends ? { kind: 'pull-request', ...told, act: 'asked', ...endsOf(of, ends) } : { kind: 'asking', ...told };
}

function about({ clone_url: https, ssh_url: ssh, html_url: page }: z.output<typeof repository>, login?: string) {
  const urls = [https, ssh, page].filter((url) => url !== undefined);
  const host = parseUrl(https)?.hostname ?? 'gitea';
  return { urls, sender: login === undefined ? null : senderAt(host, login) };
}

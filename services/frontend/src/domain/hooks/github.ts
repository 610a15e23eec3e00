/** GitHub's webhooks, after its documentation of events and payloads. */
import { z } from 'zod';
import { senderAt } from '../submitter.js';
import type { HookEvent, Reading, ToldEvent } from './event.js';
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

/** No push tells of more commits. */
const MOST_COMMITS = 2048;

const repository = z.object({
  clone_url: address,
  ssh_url: address.optional(),
  git_url: address.optional(),
  html_url: address.optional(),
});
const sender = z.object({ url: z.string().optional() }).nullish();

const push = z.object({
  repository,
  sender,
  ref: refName,
  before: z.string().optional(),
  after: z.string(),
  created: z.boolean().optional(),
  deleted: z.boolean().optional(),
  commits,
  // Told by Gitea, which sends to Copr's addresses as GitHub does: it has none of its own there.
  total_commits: z.number().optional(),
});
const create = z.object({ repository, sender, ref: refName, ref_type: z.string() });
const pull = z.object({
  repository,
  sender,
  action: z.string(),
  number,
  pull_request: z.object({
    base: z.object({ ref: refName }),
    head: z.object({ sha: commit, repo: z.object({ clone_url: cloneAddress }).nullish() }),
  }),
});

const comment = z.object({
  repository,
  sender,
  action: z.string(),
  issue: z.object({ number, state: z.string().optional(), pull_request: z.unknown().optional() }),
  comment: z.object({ body: z.string().nullish() }),
});

type Repository = z.output<typeof repository>;

/** Reads the payload of an event. */
export function readGitHub(event: string, payload: unknown): Reading {
  switch (event) {
    case '':
      return { ok: false, wrong: 'the header X-GitHub-Event is missing' };
    case 'ping':
      return { ok: true, events: [other('ping: the hook works')] };
    case 'push':
      return reading(push, payload, pushed);
    case 'create':
      return reading(create, payload, created);
    case 'pull_request':
      return reading(pull, payload, pulled);
    case 'issue_comment':
      return reading(comment, payload, commented);
    default:
      return { ok: true, events: [other(`${event}: nothing is built at this event`)] };
  }
}

/** Who did it: the address of a user at GitHub's API, as Copr has it. */
function senderOf(by: z.output<typeof sender>): string | null {
  return by?.url === undefined ? null : senderAt('github.com', by.url);
}

function addressesOf({ clone_url: https, ssh_url: ssh, git_url: git, html_url: page }: Repository): string[] {
  return [https, ssh, git, page].filter((url) => url !== undefined);
}

function pushed(fields: z.output<typeof push>): HookEvent {
  const { repository: of, sender: by, ref, before, after, deleted, commits: list } = fields;
  const name = shortName(ref);
  if (deleted === true) return other(`${name} was deleted`);
  const idle = whyIdle(name, before, after);
  if (idle !== undefined) return other(idle);
  if (ref.startsWith('refs/tags/'))
    return other(`tag ${name}: the event “Branch or tag creation” builds tags; turn it on in the hook’s settings`);
  const changes = isTold(fields) ? pathsOf(list) : null;
  return { kind: 'push', urls: addressesOf(of), sender: senderOf(by), branch: name, commit: after, changes };
}

/** Only a new branch can be pushed without new commits; otherwise it was set back. */
function isTold({ before, created: isNew, commits: list, total_commits: total }: z.output<typeof push>): boolean {
  const made = isNew === true || (before !== undefined && isNothing(before));
  return list.length < MOST_COMMITS && list.length >= (total ?? 0) && (list.length > 0 || made);
}

function created({ repository: of, sender: by, ref, ref_type: type }: z.output<typeof create>): HookEvent {
  if (type !== 'tag') return other(`${type} ${ref} was made: its commits are told by the event “push”`);
  return { kind: 'tag', urls: addressesOf(of), sender: senderOf(by), tag: ref };
}

const ACTS: Readonly<Record<string, 'opened' | 'changed' | 'closed'>> = {
  opened: 'opened',
  reopened: 'opened',
  synchronize: 'changed',
  // So says Gitea.
  synchronized: 'changed',
  closed: 'closed',
};

function pulled({ repository: of, sender: by, action, number: id, pull_request: request }: z.output<typeof pull>) {
  const act = ACTS[action];
  if (!act) return other(`pull request ${id} ${action}: nothing is built at this event`);
  const { base, head } = request;
  const { repo } = head;
  const from = repo ? { url: repo.clone_url, commit: head.sha, isFork: repo.clone_url !== of.clone_url } : null;
  const about = { urls: addressesOf(of), sender: senderOf(by) };
  return { kind: 'pull-request' as const, ...about, act, number: id, into: base.ref, from };
}

/** Of the pull request it tells the number alone. */
function commented({
  repository: of,
  sender: by,
  action,
  issue,
  comment: { body },
}: z.output<typeof comment>): ToldEvent {
  if (issue.pull_request == null) return other('a comment, not on a pull request');
  if (action !== 'created') return other(`a comment was ${action}: nothing is built at this event`);
  const { number: id, state } = issue;
  const why = whyNotAsked(body, { number: id, state }, 'open');
  return why === undefined ? { kind: 'asking', urls: addressesOf(of), sender: senderOf(by), number: id } : other(why);
}

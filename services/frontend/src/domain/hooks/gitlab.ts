/** GitLab's webhooks, after its documentation. Which event it is stands in the payload. */
import { parseUrl } from '@kopr/shared/domain';
import { z } from 'zod';
import { senderAt } from '../submitter.js';
import type { HookEvent, PullRequest, Reading } from './event.js';
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

const project = z.object({
  git_http_url: address,
  git_ssh_url: address.optional(),
  web_url: address.optional(),
});

const push = z.object({
  project,
  object_kind: z.string(),
  ref: refName,
  before: z.string().optional(),
  after: z.string(),
  user_username: z.string().optional(),
  commits,
  total_commits_count: z.number().optional(),
});

const end = z.object({ git_http_url: cloneAddress }).nullish();
const request = z.object({
  iid: number,
  target_branch: refName,
  source: end,
  source_project_id: z.number().nullish(),
  target_project_id: z.number().nullish(),
  // None when it brings nothing yet, or any more.
  last_commit: z.object({ id: commit }).nullish(),
});
const user = z.object({ username: z.string() }).nullish();
const merge = z.object({
  project,
  user,
  object_attributes: request.extend({ action: z.string().default('none'), oldrev: z.string().nullish() }),
});
const note = z.object({
  project,
  user,
  object_attributes: z.object({ note: z.string() }),
  merge_request: request.extend({ state: z.string().optional() }),
});

const kinds = z.object({ project, object_kind: z.string(), merge_request: z.unknown().optional() });

/** Reads a payload. */
export function readGitLab(_event: string, payload: unknown): Reading {
  const known = kinds.safeParse(payload);
  const kind = known.success ? known.data.object_kind : '';
  switch (kind) {
    case 'push':
      return reading(push, payload, pushed);
    case 'tag_push':
      return reading(push, payload, tagged);
    case 'merge_request':
      return reading(merge, payload, merged);
    case 'note':
      if (known.data?.merge_request === undefined)
        return { ok: true, events: [other('a comment, not on a pull request')] };
      return reading(note, payload, noted);
    default:
      return reading(kinds, payload, () => other(`${kind}: nothing is built at this event`));
  }
}

function pushed({
  project: of,
  ref,
  before,
  after,
  user_username: name,
  commits: list,
  total_commits_count: total,
}: z.output<typeof push>): HookEvent {
  const branch = shortName(ref);
  const idle = whyIdle(branch, before, after);
  if (idle !== undefined) return other(idle);
  // Of many commits only some are told; none of a known branch means that it was set back.
  const isTold = list.length >= (total ?? 0) && (list.length > 0 || (before !== undefined && isNothing(before)));
  const changes = isTold ? pathsOf(list) : null;
  return { kind: 'push', ...about(of, name), branch, commit: after, changes };
}

function tagged({ project: of, ref, after, user_username: name }: z.output<typeof push>): HookEvent {
  const tag = shortName(ref);
  return isNothing(after) ? other(`tag ${tag} was deleted`) : { kind: 'tag', ...about(of, name), tag };
}

const ACTS: Readonly<Record<string, PullRequest['act']>> = {
  open: 'opened',
  reopen: 'opened',
  update: 'changed',
  close: 'closed',
  merge: 'closed',
};

function merged({ project: of, user: by, object_attributes: fields }: z.output<typeof merge>): HookEvent {
  const { action, iid, oldrev, last_commit: last } = fields;
  const act = ACTS[action];
  if (!act) return other(`pull request ${iid}, ${action}: nothing is built at this event`);
  // Only an update that brings commits names the one before.
  if (act === 'changed' && oldrev == null) return other(`pull request ${iid} was edited, without new commits`);
  if (act !== 'closed' && last == null) return other(noCommits(iid));
  return { kind: 'pull-request', ...about(of, by?.username), act, ...requestOf(fields) };
}

const noCommits = (iid: number): string => `pull request ${iid} has no commits`;

function noted({ project: of, user: by, object_attributes, merge_request: fields }: z.output<typeof note>): HookEvent {
  const { iid, state, last_commit: last } = fields;
  const why = whyNotAsked(object_attributes.note, { number: iid, state }, 'opened');
  if (why !== undefined) return other(why);
  if (last == null) return other(noCommits(iid));
  return { kind: 'pull-request', ...about(of, by?.username), act: 'asked', ...requestOf(fields) };
}

function requestOf(fields: z.output<typeof request>): Pick<PullRequest, 'number' | 'into' | 'from'> {
  const { iid, target_branch: into, source, last_commit: last } = fields;
  const isFork = fields.source_project_id !== fields.target_project_id;
  const from = source && last ? { url: source.git_http_url, commit: last.id, isFork } : null;
  return { number: iid, into, from };
}

function about({ git_http_url: https, git_ssh_url: ssh, web_url: page }: z.output<typeof project>, name?: string) {
  const urls = [https, ssh, page].filter((url) => url !== undefined);
  const host = parseUrl(https)?.hostname ?? 'gitlab';
  return { urls, sender: name === undefined ? null : senderAt(host, name) };
}

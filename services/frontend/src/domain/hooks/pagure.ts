/** Pagure's webhooks: its messages, as they go over Fedora's bus, sent by HTTP. */
import { parseUrl } from '@kopr/shared/domain';
import { z } from 'zod';
import { senderAt } from '../submitter.js';
import type { HookEvent, PullRequest, Reading } from './event.js';
import { address, commit, isNothing, number, other, reading, refName, whyNotAsked } from './fields.js';
import { withoutEnd } from './repository.js';

const repository = z.object({ fullname: z.string().min(1).max(500), full_url: address.optional() });
const instance = z
  .string()
  .regex(/^https?:\/\/[^\s]+$/, 'is no address')
  .max(500);
const message = { pagure_instance: instance, agent: z.string().optional() };

const receive = z.object({
  msg: z.object({
    ...message,
    repo: repository,
    branch: refName,
    end_commit: z.string().nullish(),
    changed_files: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).nullish(),
  }),
});
const tag = z.object({ msg: z.object({ ...message, repo: repository, tag: refName }) });
const pull = z.object({
  msg: z.object({
    ...message,
    pullrequest: z.object({
      id: number,
      project: repository,
      repo_from: repository.nullish(),
      branch: refName,
      commit_stop: commit.nullish(),
      status: z.string().optional(),
      comments: z.array(z.object({ comment: z.string() })).nullish(),
    }),
  }),
});
type Message = z.output<typeof pull>['msg'];

const ACTS: Readonly<Record<string, PullRequest['act']>> = {
  'pull-request.new': 'opened',
  'pull-request.reopened': 'opened',
  'pull-request.updated': 'changed',
  'pull-request.rebased': 'changed',
  'pull-request.closed': 'closed',
  'pull-request.comment.added': 'asked',
};

/** Reads the payload of a topic. */
export function readPagure(topic: string, payload: unknown): Reading {
  if (topic === '') return { ok: false, wrong: 'the header X-Pagure-Topic is missing' };
  if (topic === 'git.receive') return reading(receive, payload, received);
  if (topic === 'git.tag.creation') return reading(tag, payload, tagged);
  const act = ACTS[topic];
  if (act) return reading(pull, payload, ({ msg }) => pulled(msg, act));
  return { ok: true, events: [other(`${topic}: nothing is built at this event`)] };
}

function received({ msg }: z.output<typeof receive>): HookEvent {
  const { branch, end_commit: end, changed_files: files } = msg;
  if (isNothing(end)) return other(`${branch} was deleted`);
  if (!commit.safeParse(end).success) return other(`push to ${branch}, but ${String(end).slice(0, 64)} is no commit`);
  const changes = files ? (Array.isArray(files) ? files : Object.keys(files)) : null;
  return { kind: 'push', ...about(msg, msg.repo), branch, commit: end ?? '', changes };
}

function tagged({ msg }: z.output<typeof tag>): HookEvent {
  return { kind: 'tag', ...about(msg, msg.repo), tag: msg.tag };
}

function pulled(msg: Message, act: PullRequest['act']): HookEvent {
  const { id, project, repo_from: away, branch: into, commit_stop: stop, status, comments } = msg.pullrequest;
  const text = comments?.at(-1)?.comment;
  const why = act === 'asked' ? whyNotAsked(text, { number: id, state: status }, 'Open') : undefined;
  if (why !== undefined) return other(why);
  const isFork = away?.fullname !== project.fullname;
  const from = away && stop ? { url: cloneUrl(msg, away), commit: stop, isFork } : null;
  return { kind: 'pull-request', ...about(msg, project), act, number: id, into, from };
}

function about(msg: Pick<Message, 'pagure_instance' | 'agent'>, of: z.output<typeof repository>) {
  const urls = [cloneUrl(msg, of), ...(of.full_url === undefined ? [] : [of.full_url])];
  const sender =
    msg.agent === undefined ? null : senderAt(parseUrl(msg.pagure_instance)?.hostname ?? 'pagure', msg.agent);
  return { urls, sender };
}

function cloneUrl({ pagure_instance: site }: Pick<Message, 'pagure_instance'>, { fullname }: { fullname: string }) {
  return `${withoutEnd(site, '/')}/${fullname}.git`;
}

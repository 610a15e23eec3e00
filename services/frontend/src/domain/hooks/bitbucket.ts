/** Bitbucket Cloud's webhooks, after its documentation of event payloads. It tells of no paths. */
import { z } from 'zod';
import { senderAt } from '../submitter.js';
import type { HookEvent, PullRequest, Reading } from './event.js';
import { address, cloneAddress, commit, number, other, reading, refName, whyNotAsked } from './fields.js';

const page = z.object({ html: z.object({ href: address }) });
const repository = z.object({ links: page });
const away = z.object({ links: z.object({ html: z.object({ href: cloneAddress }) }) });
const actor = z.object({ links: z.object({ html: z.object({ href: z.string() }).nullish() }).nullish() }).nullish();

const change = z.object({
  new: z.object({ type: z.string(), name: refName, target: z.object({ hash: commit }).nullish() }).nullish(),
  old: z.object({ name: z.string() }).nullish(),
});
const push = z.object({ repository, actor, push: z.object({ changes: z.array(change).min(1).max(1000) }) });

const pull = z.object({
  repository,
  actor,
  pullrequest: z.object({
    id: number,
    state: z.string().optional(),
    source: z.object({ commit: z.object({ hash: commit }).nullish(), repository: away.nullish() }),
    destination: z.object({ branch: z.object({ name: refName }) }),
  }),
});

const comment = pull.extend({ comment: z.object({ content: z.object({ raw: z.string().nullish() }) }) });

const ACTS: Readonly<Record<string, PullRequest['act']>> = {
  'pullrequest:created': 'opened',
  'pullrequest:updated': 'changed',
  'pullrequest:fulfilled': 'closed',
  'pullrequest:rejected': 'closed',
};

/** Reads the payload of an event; what does not say which one it is is a push. */
export function readBitbucket(event: string, payload: unknown): Reading {
  if (event === '' || event === 'repo:push') return reading(push, payload, pushed);
  if (event === 'pullrequest:comment_created') return reading(comment, payload, commented);
  const act = ACTS[event];
  if (act) return reading(pull, payload, (fields) => pulled(fields, act));
  return { ok: true, events: [other(`${event}: nothing is built at this event`)] };
}

function pushed({ repository: of, actor: by, push: { changes } }: z.output<typeof push>): HookEvent[] {
  return changes.map((one) => {
    const { new: now } = one;
    if (!now) return other(`${one.old?.name ?? 'something'} was deleted`);
    if (now.type.endsWith('tag')) return { kind: 'tag' as const, ...about(of, by), tag: now.name };
    if (!now.target) return other(`push to ${now.name}, without a commit`);
    return { kind: 'push' as const, ...about(of, by), branch: now.name, commit: now.target.hash, changes: null };
  });
}

function pulled({ repository: of, actor: by, pullrequest }: z.output<typeof pull>, act: PullRequest['act']): HookEvent {
  const { id, source, destination } = pullrequest;
  const [home, away] = [of.links.html.href, source.repository?.links.html.href];
  const from =
    away === undefined || !source.commit ? null : { url: away, commit: source.commit.hash, isFork: away !== home };
  return { kind: 'pull-request', ...about(of, by), act, number: id, into: destination.branch.name, from };
}

function commented(fields: z.output<typeof comment>): HookEvent {
  const { id, state } = fields.pullrequest;
  const why = whyNotAsked(fields.comment.content.raw, { number: id, state }, 'OPEN');
  return why === undefined ? pulled(fields, 'asked') : other(why);
}

function about({ links }: z.output<typeof repository>, by: z.output<typeof actor>) {
  const who = by?.links?.html?.href;
  return { urls: [links.html.href], sender: who === undefined ? null : senderAt('bitbucket.org', who) };
}

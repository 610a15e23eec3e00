/** What is said when an order is over. */
import type { Body, ForkOrder, Nevra } from '@kopr/proto';
import type { Tx } from '@kopr/shared/outbox';
import { SOURCE_BUILDS } from '../domain/result-path.js';
import type { Answer, Order, Work } from '../store/entities.js';
import type { Held } from '../store/lanes.js';
import { packagesOfBuild } from '../store/packages.js';

/** A message holds at most 64 KiB; a build of more packages than fit beside the rest names only some. */
const MAX_NAMED_BYTES = 48 * 1024;

/** Whether the row is about a build. */
export function isPublish(row: Work): row is Work & { readonly body: Body<'publish.requested'> } {
  return row.verb === 'publish';
}

/** Whether the row is a fork. */
export function isFork(row: Work): row is Work & { readonly body: { readonly fork: ForkOrder } } {
  return row.verb === 'fork' && 'fork' in row.body && row.body.fork !== null;
}

/** The good news about `row`; none when it was about no repository. */
export async function answerOf(tx: Tx, lane: Held, row: Work, revision: number): Promise<Answer | undefined> {
  if (lane.chroot === SOURCE_BUILDS) return undefined;
  const packages = isPublish(row) ? await packagesOfBuild(tx, lane.id, row.body.build) : [];
  const path = `${lane.owner}/${lane.dirname}/${lane.chroot}`;
  const body = {
    ...subject(row.body),
    chroot: lane.chroot,
    packages: thoseThatFit(packages.map(nevraOf)),
    path,
    revision,
  };
  return { type: 'repo.published', body };
}

/** The bad news about an order. */
export function refusalOf(order: Order, reason: string): Answer {
  return { type: 'repo.failed', body: { ...subject(order), reason: reason.slice(0, 2000) } };
}

function subject(order: Order): Pick<Body<'repo.failed'>, 'request' | 'project' | 'build' | 'task' | 'attempt'> {
  const { request, project } = order;
  const of = 'task' in order ? order : { build: null, task: null, attempt: null };
  return { request, project, build: of.build, task: of.task, attempt: of.attempt };
}

/** The first ones, as many as a message has room for. All that is in them is ASCII. */
export function thoseThatFit(packages: readonly Nevra[]): Nevra[] {
  let bytes = 0;
  return packages.filter((found) => (bytes += JSON.stringify(found).length + 1) <= MAX_NAMED_BYTES);
}

function nevraOf({ name, epoch, version, release, arch }: Nevra): Nevra {
  return { name, epoch, version, release, arch };
}

/** Gives orders to a publisher as its consumers get them, and reads what it said about them. */
import type { Body } from '@kopr/proto';
import { newTrace } from '@kopr/shared/log';
import { OutboxEntity } from '@kopr/shared/outbox';
import { onPublishRequested } from '../../src/consumers/on-publish-requested.js';
import { onRepoRequested } from '../../src/consumers/on-repo-requested.js';
import { serveNext } from '../../src/loops/publish.js';
import { deliver, deliveryOf } from './deliver.js';
import { newRequest, type House } from './house.js';
import { buildRpms } from './rpms.js';

type RepoOrder = Body<'repo.requested'>;
type PublishOrder = Body<'publish.requested'>;
/** What the publisher said, oldest first. */
export type Said =
  { type: 'repo.published'; body: Body<'repo.published'> } | { type: 'repo.failed'; body: Body<'repo.failed'> };

export const CHROOT = 'mini-1-x86_64';
export const project = { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' };
const settings = { develMode: false, comps: null };
const nothing = (): void => undefined;

/** Asks for something to be done to repositories; the order that was given. */
export async function askRepo(
  house: House,
  verb: RepoOrder['verb'],
  change: Partial<RepoOrder> = {},
): Promise<RepoOrder> {
  const body = { request: newRequest(), verb, project, chroots: [CHROOT], builds: [], fork: null, settings, ...change };
  await onRepoRequested(house.db, nothing)(body, metaOf('repo.requested'));
  return body;
}

/** A build of the package `name`, delivered to the intake; the order to publish it. */
export async function finishBuild(
  house: House,
  build: number,
  name: string,
  change: Partial<PublishOrder> = {},
): Promise<PublishOrder> {
  const of = change.project ?? project;
  const results = `${of.owner}/${of.dirname}/${CHROOT}/${String(build).padStart(8, '0')}-${name}`;
  const task = `${build}-${CHROOT}`;
  const manifest = await deliver(house, { task, results }, await deliveryOf(await buildRpms(name), name));
  const attempt = 1;
  return {
    request: newRequest(),
    build,
    task,
    attempt,
    project: of,
    chroot: CHROOT,
    package: name,
    results,
    manifest,
    settings,
    ...change,
  };
}

/** Gives the order to publish; each call is a message of its own. */
export async function askPublish(house: House, order: PublishOrder, messageId = newRequest()): Promise<void> {
  await onPublishRequested(house.db, nothing)(order, { ...metaOf('publish.requested'), id: messageId });
}

/** Serves lanes until nobody waits; how many turns that took. */
export async function serveAll(house: House): Promise<number> {
  let turns = 0;
  while (await serveNext(house.publish, true)) turns++;
  return turns;
}

/** All that the publisher said so far. */
export async function saidBy(house: House): Promise<Said[]> {
  const rows = await house.db.getRepository(OutboxEntity).find({ order: { id: 'ASC' } });
  return rows.map(({ envelope }) => JSON.parse(envelope) as Said);
}

function metaOf<T extends string>(type: T) {
  return {
    id: newRequest(),
    type,
    time: new Date().toISOString(),
    trace: newTrace(),
    queue: `repo-publisher.${type}`,
    attempt: 1,
  };
}

/** Ends builds whose packages did not get into the metadata: nobody shall hear that such a build was published. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Body } from '@kopr/proto';
import { transact } from '@kopr/shared/outbox';
import type { Work } from '../store/entities.js';
import { renewLease, type Held } from '../store/lanes.js';
import { removeBuilds } from '../store/packages.js';
import { endWork } from '../store/work.js';
import { repositoryDir } from '../tree/layout.js';
import { isPublish, refusalOf } from './answers.js';
import type { CarriedOut } from './carry-out.js';
import type { PublishDeps } from './deps.js';
import { laneLost, type Hold } from './hold-lane.js';

interface Unreadable {
  readonly row: Work & { readonly body: Body<'publish.requested'> };
  readonly files: readonly string[];
}

/** Takes the builds of this turn that have one of the `missing` paths out of the index; the orders that are left. */
export async function dropUnreadable(
  deps: PublishDeps,
  lane: Held,
  hold: Hold,
  carried: readonly CarriedOut[],
  missing: readonly string[],
): Promise<readonly CarriedOut[]> {
  const bad = carried.flatMap(({ row }) => unreadableOf(row, missing));
  if (bad.length === 0) return carried;
  await hold.stillOurs();
  // Whoever looks for this file takes the build for published.
  for (const { row } of bad)
    await rm(join(repositoryDir(deps.tree, lane), leafOf(row.body), 'success'), { force: true });
  // In one step with the answer: an order whose packages are gone from the index must not be carried on by a next turn.
  await transact(deps.db, async (tx, say) => {
    if (!(await renewLease(tx, lane, deps.leaseS))) throw laneLost(lane);
    const builds = bad.map(({ row }) => row.body.build);
    await removeBuilds(tx, lane.id, builds);
    for (const { row, files } of bad) await endWork(tx, say, row, refusalOf(row.body, reasonOf(files)));
  });
  for (const { row, files } of bad) deps.log.error('build cannot be published', { request: row.request, files });
  return carried.filter(({ row }) => !bad.some((found) => found.row.id === row.id));
}

function unreadableOf(row: Work, missing: readonly string[]): Unreadable[] {
  if (!isPublish(row)) return [];
  const folder = `${leafOf(row.body)}/`;
  const files = missing.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  return files.length === 0 ? [] : [{ row, files }];
}

function leafOf({ results }: Body<'publish.requested'>): string {
  return results.slice(results.lastIndexOf('/') + 1);
}

function reasonOf(files: readonly string[]): string {
  return `createrepo_c could not read ${files.join(', ')}`;
}

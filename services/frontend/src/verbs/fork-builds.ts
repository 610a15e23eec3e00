/** Makes a fork's builds out of another project's, and orders that their results are copied and signed anew. */
import { MAX_FORK_PAIRS } from '@kopr/proto';
import { currentTrace, newTrace } from '@kopr/shared/log';
import type { Say, Tx } from '@kopr/shared/outbox';
import { chrootsByBuild, forkedChroot, inPieces, type ForkPair } from '../domain/fork.js';
import { newSource } from '../domain/source-part.js';
import { addBuild, addBuildChroots, heldBuilds, type Held } from '../store/builds.js';
import { lastGood } from '../store/forks.js';
import { noteBuilds } from '../store/newest-chroots.js';
import type { ProjectRow } from '../store/projects.js';
import { addSource } from '../store/source-rows.js';
import { orderRepos, refOf } from './order-repos.js';

/** Builds that are read at once; each comes with its tasks' definitions. */
const AT_A_TIME = 100;

/** Two projects, and the chroots that are copied. */
interface Fork {
  readonly from: ProjectRow;
  readonly to: ProjectRow;
  readonly chroots: readonly string[];
  readonly now: Date;
}

/** The last good results of each package, in the main directory. */
export async function forkBuilds(tx: Tx, say: Say, { from, to, chroots, now }: Fork): Promise<void> {
  const wanted = chrootsByBuild(await lastGood(tx, from.id, from.name, chroots));
  const pairs = new Map<string, ForkPair[]>();
  for (const ids of inPieces([...wanted.keys()], AT_A_TIME)) {
    const copies: number[] = [];
    for (const held of await heldBuilds(tx, from, ids)) {
      const names = wanted.get(held.build.id) ?? [];
      const pair = await copyBuild(tx, held, { to, names, now });
      copies.push(pair.to);
      for (const name of names) pairs.set(name, [...(pairs.get(name) ?? []), pair]);
    }
    await noteBuilds(tx, copies);
  }
  await orderCopies(say, from, to, pairs);
}

/** The submitter, the time and the source, with what it was made of, stay those of the original, as in Copr. */
async function copyBuild(
  tx: Tx,
  { row, build }: Held,
  { to, names, now }: { to: ProjectRow; names: readonly string[]; now: Date },
): Promise<ForkPair> {
  const { id, ...rest } = row;
  const name = build.package ?? '';
  const copy = await addBuild(tx, {
    ...rest,
    projectId: to.id,
    dirname: to.name,
    state: 'forked',
    sourceState: 'forked',
    canceled: false,
    reason: null,
    sourceReason: null,
    batchId: null,
    blocked: null,
    imported: null,
    // The original may still run in other chroots.
    endedAt: row.endedAt ?? now,
    checkAt: null,
    trace: currentTrace() ?? newTrace(),
  });
  await addSource(tx, copy, newSource(now, { pin: build.source.pin }));
  const at = { build: copy, package: name, owner: to.owner, name: to.name };
  const parts = build.chroots.filter((chroot) => names.includes(chroot.name));
  await addBuildChroots(
    tx,
    copy,
    parts.map((chroot) => forkedChroot(chroot, at)),
  );
  return { from: id, to: copy, package: name };
}

/** Chroot by chroot, since each has a repository of its own, and no more at once than fit into a message. */
async function orderCopies(
  say: Say,
  from: ProjectRow,
  to: ProjectRow,
  pairs: ReadonlyMap<string, readonly ForkPair[]>,
): Promise<void> {
  for (const [chroot, all] of pairs) {
    for (const piece of inPieces(all, MAX_FORK_PAIRS)) {
      await orderRepos(say, 'fork', refOf(to), to, [chroot], { fork: { source: refOf(from), pairs: piece } });
    }
  }
}

/** Makes a push the only one that may change its repository, and holds it against what pushes may do. */
import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { repositoryPath } from '../domain/names.js';
import type { Command } from '../domain/push/commands.js';
import { branchOf, mayLeaveBehind, refuseCommands } from '../domain/push/refuse-commands.js';
import type { Refused } from '../domain/push/report.js';
import { makeReady } from '../git/make-ready.js';
import { allRefs, keptRefs } from '../git/refs.js';
import { ensureRepository, isThere } from '../git/repository.js';
import { repositoryBytes } from '../git/repository-size.js';
import { freeBytes } from '../sources/space.js';
import { type Intent, isHeld, noteRefs, type Push, releaseBranches } from '../store/pushes.js';
import type { Taking } from '../store/takings.js';
import { chargePush } from './charge-push.js';
import { type Held, holdRepository } from './hold-repository.js';
import type { Lease } from './lease.js';
import type { Means } from './means.js';
import { settlePush } from './settle-push.js';
import { tellDiskFull } from './tell-disk.js';

/** A push that git may begin with. Whoever has it must settle it and stop its lease. */
export interface OpenPush extends Held {
  readonly repository: string;
  /** Largest pack. */
  readonly maxBytes: number;
  /** Whether a branch may go where it leaves commits behind. */
  readonly mayForce: boolean;
  /** Of the repository. */
  readonly bytesBefore: number;
  /** What of the day's bytes is held for it; undefined when no pack comes. */
  readonly taking: Taking | undefined;
}

/** How long a push waits for an import or another push, and how often it looks. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 100;
const BUSY = 'the package is being imported or pushed to; push again in a moment';
const FULL = 'the disk of dist-git is nearly full; push again later';

/** Why no push can begin now; undefined when one can. Waits a while for whoever is at the repository. */
export async function obstacleTo(means: Means, name: Intent['name']): Promise<string | undefined> {
  if (!(await hasRoom(means))) return FULL;
  const isFree = await within(
    PATIENCE_MS,
    async () => !(await isHeld(means.db.manager, repositoryPath(name))) || undefined,
  );
  return isFree ? undefined : BUSY;
}

/** The open push, or why it is refused: then nothing is left of it. */
export async function openPush(
  means: Means,
  intent: Intent,
  commands: readonly Command[],
): Promise<OpenPush | Refused> {
  if (!(await hasRoom(means))) return { reason: FULL };
  const held = await within(PATIENCE_MS, () => holdRepository(means, intent));
  if (held === undefined) return { reason: BUSY };
  if (held === 'gone') return { reason: 'the project was deleted' };
  const { push, lease } = held;
  let opened: OpenPush | Refused | undefined;
  try {
    opened = await prepare(means, push, lease, commands);
    return opened;
  } finally {
    if (!opened || 'reason' in opened) await settlePush(means, push).finally(() => lease.stop());
  }
}

async function hasRoom(means: Means): Promise<boolean> {
  const enough = (await freeBytes(means.layout.root)) >= means.limits.minFreeBytes;
  if (!enough) await tellDiskFull(means);
  return enough;
}

async function prepare(
  means: Means,
  push: Push,
  lease: Lease,
  commands: readonly Command[],
): Promise<OpenPush | Refused> {
  const { db, layout, limits } = means;
  const repository = layout.repository(push.name);
  await makeReady(repository);
  const refs = await allRefs(repository);
  const deleted = commands.flatMap(({ ref, after }) => (after === null ? (branchOf(ref) ?? []) : []));
  const ground = {
    refs: new Set(refs.keys()),
    kept: (await keptRefs(repository)).size,
    releaseBranches: await releaseBranches(db, push.projectId, deleted),
  };
  const refused = refuseCommands(commands, ground);
  const [reason] = refused.values();
  if (reason !== undefined) return { reason, refs: refused };
  const bytesBefore = await repositoryBytes(repository);
  const left = limits.maxRepositoryBytes - bytesBefore;
  if (left <= 0)
    return { reason: `the repository is larger than ${limits.maxRepositoryBytes} bytes; it takes no more` };
  const bytes = Math.min(left, limits.maxPushBytes);
  const isMore = commands.some(({ after }) => after !== null);
  const charged = await chargePush(means, push, { bytes: isMore ? bytes : 0, isNew: !(await isThere(repository)) });
  if ('reason' in charged) return charged;
  await mkdir(layout.work, { recursive: true });
  await ensureRepository(repository, firstBranch(commands), layout.work);
  if (!(await noteRefs(db, push, refs))) throw new Error('the lease of this push is lost');
  const mayForce = mayLeaveBehind(ground);
  const { taking } = charged;
  return { push, lease, repository, mayForce, bytesBefore, taking, maxBytes: taking?.bytes ?? bytes };
}

/** What clones of a new repository check out. */
function firstBranch(commands: readonly Command[]): string {
  const branches = commands.flatMap(({ ref, after }) => (after === null ? [] : (branchOf(ref) ?? [])));
  return branches[0] ?? 'main';
}

async function within<T>(ms: number, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  const until = performance.now() + ms;
  for (;;) {
    const found = await ask();
    if (found !== undefined || performance.now() > until) return found;
    await wait(LOOK_MS);
  }
}

/** Lanes: who is served next, and the lease that keeps everybody else out meanwhile. */
import { randomUUID } from 'node:crypto';
import { transact, type Tx } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { pickOwner, type Candidate } from '../domain/pick-owner.js';
import { LaneEntity, type Lane } from './entities.js';

/** A lane that this process holds. */
export type Held = Lane & { readonly lease: string };

/**
 * Work that could start: open, due, its lane free, and nobody at work where a project or a directory is to be deleted. While
 * a directory waits for that, nothing is begun in it: what was asked later needs to find it empty.
 */
const READY = `
  FROM work w JOIN lanes l ON l.id = w.lane_id JOIN projects p ON p.id = l.project_id
  WHERE w.is_open = 1 AND w.not_before <= UTC_TIMESTAMP(3)
    AND (l.leased_until IS NULL OR l.leased_until < UTC_TIMESTAMP(3))
    AND IF(l.chroot = '',
      (l.dirname = '' OR p.state = 'live') AND NOT EXISTS (SELECT 1 FROM lanes o
        WHERE o.project_id = l.project_id AND (l.dirname = '' OR o.dirname = l.dirname) AND o.leased_until >= UTC_TIMESTAMP(3)),
      p.state = 'live' AND ? AND NOT EXISTS (SELECT 1 FROM lanes d JOIN work dw ON dw.lane_id = d.id AND dw.is_open = 1
        WHERE d.project_id = l.project_id AND d.dirname = l.dirname AND d.chroot = ''))`;

/** Makes the lane if it is new. An empty chroot means that of the whole directory; an empty dirname, of the whole project. */
export async function ensureLane(
  tx: Tx,
  place: Pick<Lane, 'projectId' | 'owner' | 'dirname' | 'chroot'>,
): Promise<number> {
  const key = { projectId: place.projectId, dirname: place.dirname, chroot: place.chroot };
  await tx.query('INSERT IGNORE INTO lanes (project_id, owner, dirname, chroot) VALUES (?, ?, ?, ?)', [
    place.projectId,
    place.owner,
    place.dirname,
    place.chroot,
  ]);
  return (await tx.findOneByOrFail(LaneEntity, key)).id;
}

/** Takes the lane whose turn it is, or undefined when there is none. `roomLeft`: else only deletes are served. */
export async function claimLane(db: DataSource, leaseS: number, roomLeft: boolean): Promise<Held | undefined> {
  for (;;) {
    const claimed = await tryToClaim(db, leaseS, roomLeft);
    if (claimed !== 'lost-race') return claimed;
  }
}

async function tryToClaim(db: DataSource, leaseS: number, roomLeft: boolean): Promise<Held | undefined | 'lost-race'> {
  return transact(db, async (tx) => {
    const owner = pickOwner(await candidates(tx, roomLeft));
    if (owner === undefined) return undefined;
    const sql = `SELECT l.id, l.project_id AS projectId ${READY} AND l.owner = ? ORDER BY w.id LIMIT 1`;
    const [next] = await tx.query<{ id: number; projectId: number }[]>(sql, [roomLeft, owner]);
    return next ? take(tx, next, leaseS, roomLeft) : 'lost-race';
  });
}

/** Two claims for one project come one after the other, so that a delete and a publish cannot both see a free project. */
async function take(
  tx: Tx,
  { id, projectId }: { id: number; projectId: number },
  leaseS: number,
  roomLeft: boolean,
): Promise<Held | 'lost-race'> {
  await tx.query('SELECT id FROM projects WHERE id = ? FOR UPDATE', [projectId]);
  const still = await tx.query<unknown[]>(`SELECT 1 ${READY} AND l.id = ? LIMIT 1`, [roomLeft, id]);
  if (still.length === 0) return 'lost-race';
  const lease = randomUUID();
  await tx.query(
    'UPDATE lanes SET lease = ?, leased_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, served_at = UTC_TIMESTAMP(3) WHERE id = ?',
    [lease, leaseS, id],
  );
  return { ...(await tx.findOneByOrFail(LaneEntity, { id })), lease };
}

/** Keeps the lane for another while; false when somebody else has it by now. */
export async function renewLease(db: DataSource | Tx, { id, lease }: Held, leaseS: number): Promise<boolean> {
  const sql = 'UPDATE lanes SET leased_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id = ? AND lease = ?';
  const { affectedRows } = await db.query<{ affectedRows: number }>(sql, [leaseS, id, lease]);
  return affectedRows === 1;
}

/** Gives the lane back, with its new revision. */
export async function releaseLane(tx: DataSource | Tx, { id, lease }: Held, revision: number): Promise<void> {
  const sql = 'UPDATE lanes SET lease = NULL, leased_until = NULL, revision = ? WHERE id = ? AND lease = ?';
  await tx.query(sql, [revision, id, lease]);
}

/** Notes whether the repository is in devel mode from now on. */
export async function keepDevelMode(tx: Tx, { id }: Held, develMode: boolean): Promise<void> {
  await tx.update(LaneEntity, { id }, { develMode });
}

/** From now on these repositories are as new: no packages, no revision. Without a chroot: the directory's all. */
export async function forgetRepositories(
  tx: Tx,
  { projectId, dirname, chroot }: Pick<Lane, 'projectId' | 'dirname'> & Partial<Pick<Lane, 'chroot'>>,
): Promise<void> {
  const where = `lanes.project_id = ? AND lanes.dirname = ?${chroot === undefined ? '' : ' AND lanes.chroot = ?'}`;
  const place = [projectId, dirname, ...(chroot === undefined ? [] : [chroot])];
  await tx.query(`DELETE packages FROM packages JOIN lanes ON lanes.id = packages.lane_id WHERE ${where}`, place);
  await tx.query(`UPDATE lanes SET revision = 0, devel_mode = NULL WHERE ${where}`, place);
}

async function candidates(tx: Tx, roomLeft: boolean): Promise<Candidate[]> {
  const rows = await tx.query<{ owner: string; oldest: number; running: number; servedAt: Date | null }[]>(
    `SELECT r.owner, r.oldest,
       (SELECT COUNT(*) FROM lanes b WHERE b.owner = r.owner AND b.leased_until >= UTC_TIMESTAMP(3)) AS running,
       (SELECT MAX(b.served_at) FROM lanes b WHERE b.owner = r.owner) AS servedAt
     FROM (SELECT l.owner, MIN(w.id) AS oldest ${READY} GROUP BY l.owner) r`,
    [roomLeft],
  );
  return rows.map(({ servedAt, ...row }) => ({
    ...row,

    servedAt: servedAt?.getTime() ?? 0,
  }));
}

/** Whether a lane is held under this lease, or was until a moment ago and nobody took it over. */
export async function isLeaseKnown(db: DataSource, lease: string): Promise<boolean> {
  return db.getRepository(LaneEntity).existsBy({ lease });
}

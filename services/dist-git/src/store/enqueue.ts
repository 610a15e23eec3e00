/** Puts orders in line, once for each build and kind, and in line again when a person asks once more. */
import type { EntityManager } from 'typeorm';
import type { Order } from '../domain/order.js';
import { type Ending, inRound } from './ending.js';
import { decodeJson } from './json.js';

interface Known {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'canceled';
  readonly round: number;
  readonly result: unknown;
}

/**
 * When the order is known already, nothing changes and its ending, if it has one, comes back. Asked in a higher round,
 * a failed order is in line again; any other answers for that round, now or when it ends. A lower round is stale.
 */
export async function enqueue(
  tx: EntityManager,
  order: Order,
  trace: string,
): Promise<{ readonly ending: Ending | undefined }> {
  await insert(tx, order, trace);
  const { build, round } = order.request;
  const rows: Known[] = await tx.query(
    'SELECT state, round, result FROM imports WHERE build = ? AND kind = ? FOR UPDATE',
    [build, order.kind],
  );
  const [known] = rows;
  if (!known || round < known.round) return { ending: undefined };
  const ending = decodeJson(known.result) as Ending | undefined;
  if (round === known.round) return { ending };
  if (known.state === 'failed') {
    await reopen(tx, order, trace);
    return { ending: undefined };
  }
  return { ending: await answerIn(tx, order, ending) };
}

async function insert(tx: EntityManager, { kind, request }: Order, trace: string): Promise<void> {
  const { build, project, background, round } = request;
  await tx.query(
    `INSERT IGNORE INTO imports (build, kind, round, project_id, owner, dirname, background, request, trace, state, due_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
    [build, kind, round, project.id, project.owner, project.dirname, background, JSON.stringify(request), trace],
  );
}

async function reopen(tx: EntityManager, { kind, request }: Order, trace: string): Promise<void> {
  await tx.query(
    `UPDATE imports SET state = 'waiting', round = ?, request = ?, trace = ?, tries = 0, crashes = 0, note = NULL,
            result = NULL, ended_at = NULL, due_at = UTC_TIMESTAMP(3)
      WHERE build = ? AND kind = ?`,
    [request.round, JSON.stringify(request), trace, request.build, kind],
  );
}

/** Whoever asks once more about what waits for its next try wants it now. */
async function answerIn(
  tx: EntityManager,
  { kind, request: { build, round } }: Order,
  ending: Ending | undefined,
): Promise<Ending | undefined> {
  const answer = ending && inRound(ending, round);
  await tx.query(
    `UPDATE imports SET round = ?, result = ?, due_at = IF(state = 'waiting', UTC_TIMESTAMP(3), due_at)
      WHERE build = ? AND kind = ?`,
    [round, answer ? JSON.stringify(answer) : null, build, kind],
  );
  return answer;
}

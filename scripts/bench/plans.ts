/**
 * How the database goes about every statement that was sent to it: those of the addresses that were asked and of the loops. It
 * fails on a table that is read whole, and on much that is sorted for a little.
 */
import type { Db } from './seed.js';

/** More rows than a plan may look through or sort: what is small today is not what this is about. */
const FEW = 1_000;

/** One table's line of EXPLAIN. */
interface Step {
  readonly table: string | null;
  readonly type: string | null;
  readonly key: string | null;
  readonly rows: string | null;
  readonly Extra: string | null;
}

/** A statement that was refused, and why. */
export interface BadPlan {
  readonly statement: string;
  readonly why: string;
}

/** Notes what is said to the server while it runs. */
export interface Listener extends AsyncDisposable {
  /** The statements about our tables so far, one of each kind. */
  heard(): Promise<string[]>;
}

/** Listens from now on; the server must be the benchmark's own. */
export async function listen(db: Db): Promise<Listener> {
  await db.query("SET GLOBAL log_output = 'TABLE'");
  await db.query('TRUNCATE mysql.general_log');
  await db.query('SET GLOBAL general_log = 1');
  return {
    heard: async () => {
      const rows: { statement: string }[] = await db.query(
        `SELECT CONVERT(argument USING utf8mb4) AS statement FROM mysql.general_log
          WHERE command_type IN ('Query', 'Execute')`,
      );
      return oneOfEach(rows.map(({ statement }) => statement));
    },
    [Symbol.asyncDispose]: async () => {
      await db.query('SET GLOBAL general_log = 0');
    },
  };
}

function oneOfEach(statements: readonly string[]): string[] {
  const kinds = new Map<string, string>();
  for (const statement of statements) {
    if (!/^\s*(SELECT|UPDATE|DELETE)\b/i.test(statement) || !/\b(FROM|UPDATE)\b/i.test(statement)) continue;
    if (/information_schema|general_log|migrations|_LOCK\(/i.test(statement)) continue;
    const kind = statement
      .replace(/'(?:[^'\\]|\\.|'')*'/g, '?')
      .replace(/\b\d[\d.e+]*\b/g, '?')
      .replace(/(\?, ?)+\?/g, '?');
    if (!kinds.has(kind)) kinds.set(kind, statement);
  }
  return [...kinds.values()];
}

/** Those of the statements that are not well planned. */
export async function badPlans(db: Db, statements: readonly string[]): Promise<BadPlan[]> {
  const bad: BadPlan[] = [];
  for (const statement of statements) {
    const steps: Step[] = await db.query(`EXPLAIN ${statement}`);
    const why = steps.map(whyBad).find((found) => found !== undefined);
    if (why !== undefined && !(await stopsSoon(db, statement))) bad.push({ statement, why });
  }
  return bad;
}

/** `<derived2>` and the like are what an inner query found, which has lines of its own. */
function whyBad({ table, type, key, rows, Extra }: Step): string | undefined {
  const count = Number(rows ?? 0);
  if (table === null || table.startsWith('<') || count <= FEW) return undefined;
  if (type === 'ALL') return `reads all ${count} rows of ${table}`;
  if (type === 'index') return `reads the whole index ${String(key)} of ${table}, ${count} entries`;
  return Extra?.includes('filesort') === true ? `sorts ${count} rows of ${table}` : undefined;
}

/** EXPLAIN does not see that a walk along an index ends at a LIMIT; so it is walked, and the rows are counted. */
async function stopsSoon(db: Db, statement: string): Promise<boolean> {
  if (!/^\s*SELECT/i.test(statement)) return false;
  const steps: (Step & { r_rows: string | null })[] = await db.query(`ANALYZE ${statement}`);
  return (
    steps.every((step) => step.type === 'index' || whyBad(step) === undefined) &&
    steps.every(({ type, r_rows: read }) => type !== 'index' || Number(read ?? 0) <= FEW)
  );
}

/** Measures one row and holds it against Copr's figures. */
import type { Frontends } from './frontends.js';
import { load, type Measured } from './load.js';
import type { Row } from './rows.js';

const CLIENTS = 20;
/** How many times better it must be. */
const TIMES = 10;

/** What the rows are measured with. */
export interface Bench extends Pick<Frontends, 'urls' | 'pids'> {
  readonly databases: readonly number[];
  readonly seconds: number;
}

/** A row of the table, and what of it falls short, in words. */
export interface Result {
  readonly line: string;
  readonly short: readonly string[];
}

/** The first lines of the table. */
export const HEAD = `Each cell: Kopr (Copr; how many times better). CPU is that of server + database for each request.

| endpoint | bytes | 1 client p50 / p95 ms | 20 clients p50 / p95 ms | req/s at 20 | CPU ms, 1 client | CPU ms, 20 clients |
|---|---|---|---|---|---|---|`;

/** Looks at every answer once, warms up, then asks with one client and with many. */
export async function measure(row: Row, { urls, pids, databases, seconds }: Bench): Promise<Result> {
  const bytes = await answerBytes(row, urls[0] ?? '');
  const run = { paths: row.paths, seconds, servers: pids, databases };
  await load({ ...run, urls, clients: urls.length * 2, seconds: Math.ceil(seconds / 2) });
  const alone = await load({ ...run, urls: urls.slice(0, 1), clients: 1 });
  const many = await load({ ...run, urls, clients: CLIENTS });
  return { line: lineOf(row, bytes, alone, many), short: shortOf(row, alone, many) };
}

/** How long the answers are on average; throws when one is not whole. */
async function answerBytes({ name, paths, isWhole }: Row, url: string): Promise<number> {
  let bytes = 0;
  for (const path of paths) {
    const response = await fetch(`${url}${path}`);
    const text = await response.text();
    if (!response.ok || !isWhole(text))
      throw new Error(`${name}: ${path} answered ${response.status}: ${text.slice(0, 200)}`);
    bytes += Buffer.byteLength(text);
  }
  return Math.round(bytes / paths.length);
}

function lineOf({ name, copr }: Row, bytes: number, alone: Measured, many: Measured): string {
  const better = (more: number, less: number) => `${(more / less).toFixed(0)}×`;
  const cells = [
    name,
    `${bytes} (${copr.bytes})`,
    `${ms(alone.p50Ms)} / ${ms(alone.p95Ms)} (${copr.p95Ms})`,
    `${ms(many.p50Ms)} / ${ms(many.p95Ms)}`,
    `${many.perSecond.toFixed(0)} (${copr.perSecond}; ${better(many.perSecond, copr.perSecond)})`,
    ...[alone, many].map(
      (run) => `${ms(run.serverMs)} + ${ms(run.databaseMs)} (${copr.cpuMs}; ${better(copr.cpuMs, cpuOf(run))})`,
    ),
  ];
  return `| ${cells.join(' | ')} |`;
}

function shortOf({ name, copr, p95Ms }: Row, alone: Measured, many: Measured): string[] {
  const [mostMs, leastPerSecond] = [copr.cpuMs / TIMES, copr.perSecond * TIMES];
  const slow = alone.p95Ms > p95Ms ? [`p95 ${ms(alone.p95Ms)} ms with one client, at most ${p95Ms}`] : [];
  const dear = [alone, many]
    .map(cpuOf)
    .filter((cpuMs) => cpuMs > mostMs)
    .map((cpuMs) => `${ms(cpuMs)} ms of CPU a request, at most ${ms(mostMs)}`);
  const few =
    many.perSecond < leastPerSecond
      ? [`${many.perSecond.toFixed(0)} requests a second, at least ${leastPerSecond.toFixed(0)}`]
      : [];
  return [...slow, ...dear, ...few].map((what) => `${name}: ${what}`);
}

function cpuOf({ serverMs, databaseMs }: Measured): number {
  return serverMs + databaseMs;
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}

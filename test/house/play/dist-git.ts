/** A dist-git that resolves and imports what it is told to, once in each round, and gives the same answer to whoever asks again. */
import type { Body, BodyInput } from '@kopr/proto';
import type { Bus } from './bus.js';
import type { Clock } from './clock.js';
import type { Dice } from './dice.js';
import type { Act } from './script.js';

type Answer = {
  [T in 'source.resolved' | 'source.imported' | 'source.failed']: { readonly type: T; readonly body: BodyInput<T> };
}['source.resolved' | 'source.imported' | 'source.failed'];
type What = 'resolve' | 'import';

/** One order, in its newest round. */
interface Row {
  round: number;
  /** How often it was carried out. */
  times: number;
  answer: Answer | undefined;
}

/** Its intake, and what it did. */
export interface DistGit {
  /** A builder puts its SRPM; answers the digest of its manifest. */
  deliver(task: string, attempt: number): string;
  /** Orders to import what the intake does not hold. */
  readonly unheld: readonly Body<'import.requested'>[];
  /** Builds whose source was imported, once for each time. */
  readonly imported: readonly number[];
  open(): readonly string[];
}

/** Opens it; the script says what comes of each order. */
export function openDistGit(clock: Clock, bus: Bus, dice: Dice, acts: readonly Act[]): DistGit {
  const rows = new Map<string, Row>();
  const buried = new Set<number>();
  const intake = new Map<string, string>();
  const [unheld, imported]: [Body<'import.requested'>[], number[]] = [[], []];

  const answer = (row: Row): void => {
    if (!row.answer) return;
    const { type, body } = row.answer;
    bus.say('dist-git', type, { ...body, round: row.round });
  };
  const carryOut = (build: number, what: What, row: Row): void => {
    row.times++;
    const act = acts.find((one) => one.build.id === build)!;
    row.answer = buried.has(build) ? failed(build, 'canceled') : answerOf(act, what, row.times);
    if (row.answer.type === 'source.imported') imported.push(build);
    answer(row);
  };
  const order = (build: number, what: What, round: number): void => {
    const key = `${what} ${build}`;
    const known = rows.get(key);
    const row = known ?? { round, times: 0, answer: undefined };
    rows.set(key, row);
    const isAnew = round > row.round;
    row.round = Math.max(row.round, round);
    if (known && !(isAnew && known.answer?.type === 'source.failed')) answer(row);
    else {
      row.answer = undefined;
      clock.after(dice.between(500, 6_000), () => carryOut(build, what, row));
    }
  };
  bus.listen('dist-git', {
    'source.requested': ({ build, source, round }) => order(build, source.srpm ? 'import' : 'resolve', round),
    'import.requested': (body) => {
      if (intake.get(`${body.build} ${body.attempt}`) !== body.manifest) unheld.push(body);
      order(body.build, 'import', body.round);
    },
    'build.cancel-requested': ({ build }) => void buried.add(build),
  });
  return {
    unheld,
    imported,
    deliver: (task, attempt) => {
      const digest = Buffer.from(`source ${task} ${attempt}`).toString('hex').padEnd(64, '0');
      intake.set(`${task} ${attempt}`, digest);
      return digest;
    },
    open: () => [...rows].filter(([, row]) => !row.answer).map(([key]) => key),
  };
}

function failed(build: number, code: 'canceled' | 'not-an-srpm' | 'download', retriable = false): Answer {
  return { type: 'source.failed', body: { build, code, reason: `dist-git says ${code}`, retriable } };
}

function answerOf({ build, roots, import: { ok, limits, hitches } }: Act, what: What, times: number): Answer {
  if (times <= hitches[what]) return failed(build.id, 'download', true);
  if (what === 'resolve')
    return { type: 'source.resolved', body: { build: build.id, pin: { commit: 'a'.repeat(40), version: null } } };
  if (!ok) return failed(build.id, 'not-an-srpm');
  const { owner, dirname } = build.project;
  const commits = Object.fromEntries(roots.map(({ branch }) => [branch, 'b'.repeat(40)]));
  const evr = { epoch: null, version: '1.0', release: '1' };
  const body = { build: build.id, package: 'hello', ...evr, repository: `${owner}/${dirname}/hello`, commits, limits };
  return { type: 'source.imported', body };
}

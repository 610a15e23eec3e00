/** What differs between a recorded run of copr-cli and ours: exit code, and both outputs as far as they can be foretold. */
import type { Ran } from './cli.js';
import type { Kind, Memory } from '../replay/memory.js';
import type { CliRun } from '../replay/recording.js';
import { value } from '../replay/walk.js';

/** One difference of a run. */
export interface CliDifference {
  readonly run: CliRun;
  readonly what: 'exit' | 'stdout' | 'stderr';
  readonly recorded: unknown;
  readonly ours: unknown;
}

/** All differences of one run; on the way, ids are learnt. */
export function compareRun(run: CliRun, ours: Ran, memory: Memory): CliDifference[] {
  const found: CliDifference[] = [];
  const tell = (what: CliDifference['what'], recorded: unknown, mine: unknown) => {
    found.push({ run, what, recorded, ours: mine });
  };
  if (run.exit !== ours.exit) tell('exit', run.exit, ours.exit);
  const kind = /^(list|get)-package/.test(run.argv[2] ?? '') ? 'package' : 'build';
  for (const what of ['stdout', 'stderr'] as const) {
    const [theirs, mine] = [documentOf(run[what], run), documentOf(ours[what], run)];
    if (theirs !== undefined && mine !== undefined) {
      value(
        {
          memory,
          tell: (way, where, a, b) => !isOurs(way, where) && tell(what, `${way} ${where}: ${show(a)}`, show(b)),
        },
        '',
        theirs,
        mine,
      );
      continue;
    }
    const said = plain(ours[what], run);
    learn(plain(run[what], run), said, kind, memory);
    const expected = plain(inOurIds(run[what], kind, memory), run);
    if (expected !== said) tell(what, ...apart(expected, said));
  }
  return found;
}

/** Only the lines that differ, or all when only their order does. */
function apart(expected: string, said: string): [string[] | string, string[] | string] {
  const [theirs, mine] = [expected.split('\n'), said.split('\n')];
  const only = (some: string[], others: string[]) => some.filter((line) => !others.includes(line));
  const [first, second] = [only(theirs, mine), only(mine, theirs)];
  return first.length + second.length === 0 ? [expected, said] : [first, second];
}

const show = (some: unknown) => (some === undefined ? '(nothing)' : JSON.stringify(some));

/** Keys that begin with kopr_ are ours. */
const isOurs = (way: string, where: string) => way === 'key added' && /(^|\.)kopr_\w+$/.test(where);

/** Lists and objects that were printed as JSON. */
function documentOf(text: string, { argv }: CliRun): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    const document = JSON.parse(text) as unknown;
    return argv.includes('monitor') && Array.isArray(document) ? document.toSorted(byPlace) : document;
  } catch {
    return undefined;
  }
}

/** Packages are monitored by name, and their chroots in no order. */
function byPlace(one: unknown, other: unknown): number {
  const placeOf = (some: unknown) => {
    const { name, chroot } = some as { name?: unknown; chroot?: unknown };
    return JSON.stringify([name, chroot]);
  };
  return placeOf(one).localeCompare(placeOf(other));
}

/** Without what changes from run to run: times, places of Python's modules, the order of repositories and of what is watched. */
function plain(text: string, { argv }: CliRun): string {
  const known = text
    .replace(/^ {2}\d\d:\d\d:\d\d /gm, '  ')
    .replace(/^\[\d\d:\d\d:\d\d\].*\n/gm, '')
    .replace(/^\S.*(?=: UserWarning)/gm, '…')
    .replace(/^… UserWarning/gm, '…: UserWarning')
    .replace(/http:\/\/127\.0\.0\.1:\d{2,5}/g, 'http://frontend')
    .replace(/(^ {4}\S+: http:.*\n)+/gm, (repos) => `${repos.trimEnd().split('\n').sort().join('\n')}\n`)
    .replace(/^usage: [\s\S]*?(?=^copr [\w-]+: error)/m, '');
  return argv.includes('watch-build') ? known.split('\n').sort().join('\n') : known;
}

/** Where an output holds an id that nobody asked for by number. */
const IDS = /(?<=^id: |^Created builds: (?:\d+ )*)\d+|^\d+(?=\t)/gm;

function learn(recorded: string, ours: string, kind: Kind, memory: Memory): void {
  const mine = ours.match(IDS) ?? [];
  (recorded.match(IDS) ?? []).forEach((id, index) => {
    if (mine[index] !== undefined) memory.learnId(kind, Number(id), Number(mine[index]));
  });
}

/** A recorded output as we are expected to print it. */
function inOurIds(text: string, kind: Kind, memory: Memory): string {
  return memory.text(text).replace(IDS, (id) => String(memory.idOf(kind, Number(id))));
}

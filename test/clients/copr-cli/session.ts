/** All runs of copr-cli in one sitting: the recorded ones in their order, and those that were not recorded. */
import { isDeepStrictEqual } from 'node:util';
import type { Cli, Ran } from './cli.js';
import { CLI_CASES } from './cases.js';
import { compareRun, type CliDifference } from './compare-run.js';
import type { CliCase, Shown } from './left-out.js';
import { cliRuns } from '../replay/recording.js';
import type { Scene } from '../replay/replay.js';

/** A run of our own that came to something else than it should. */
export interface CliTrouble {
  readonly argv: readonly string[];
  readonly what: string;
  readonly ran: Ran | undefined;
}

/** What a sitting found. */
export interface Sitting {
  readonly differences: readonly CliDifference[];
  readonly troubles: readonly CliTrouble[];
  /** Every word that was given to copr-cli, run by run. */
  readonly used: readonly (readonly string[])[];
}

/** Runs them all, one after the other. */
export async function sit(scene: Scene, cli: Cli): Promise<Sitting> {
  const differences: CliDifference[] = [];
  const troubles: CliTrouble[] = [];
  const session = { scene, cli, last: '' };
  for (const run of cliRuns()) {
    const argv = run.argv.map((word) => idInWord(scene, word));
    differences.push(...compareRun(run, await cli.run(argv, run.stdin), scene.memory));
    for (const one of CLI_CASES) if (one.after === run.step) troubles.push(...(await tryCase(session, one)));
  }
  for (const one of CLI_CASES) if (one.after === undefined) troubles.push(...(await tryCase(session, one)));
  return { differences, troubles, used: [...cliRuns(), ...CLI_CASES].map(({ argv }) => argv) };
}

/** A number in a recorded run is the id of a build, if one was learnt for it. */
function idInWord({ memory }: Scene, word: string): string {
  return /^\d+$/.test(word) && memory.knows('build', Number(word)) ? String(memory.idOf('build', Number(word))) : word;
}

interface Session {
  readonly scene: Scene;
  readonly cli: Cli;
  /** The build that was made last. */
  last: string;
}

async function tryCase(session: Session, one: CliCase): Promise<CliTrouble[]> {
  const before = session.last;
  const argv = one.argv.map((word) => (word === 'BUILD' ? before : word));
  const ran = await session.cli.run(['--config', `CONFIG/${one.user ?? 'alice'}`, ...argv], one.stdin ?? null);
  session.last = /^Created builds: (\d+)/m.exec(ran.stdout)?.[1] ?? before;
  if (one.recorded !== undefined) session.scene.memory.learnId('build', one.recorded, Number(session.last));
  const said = ran.stdout + ran.stderr;
  const troubles: string[] = [];
  if (ran.exit !== (one.exit ?? 0)) troubles.push(`it exits with ${ran.exit}, not ${one.exit ?? 0}`);
  if (one.says && !one.says.test(said)) troubles.push(`it does not say ${String(one.says)}`);
  for (const shown of one.then ?? []) troubles.push(...(await lacks(session, shown)));
  if (one.batch) troubles.push(...(await isElsewhere(session, before, one.batch)));
  return troubles.map((what) => ({ argv, what, ran }));
}

async function shownAt({ scene }: Session, path: string): Promise<Record<string, unknown>> {
  const answer = await fetch(scene.frontend.url + path);
  return (await answer.json()) as Record<string, unknown>;
}

/** What is not shown as it should be. */
async function lacks(session: Session, { path, has }: Shown): Promise<string[]> {
  const shown = await shownAt(session, path.replace('BUILD', session.last));
  return Object.entries(has).flatMap(([key, should]) => {
    const is = shown[key];
    return isDeepStrictEqual(is, should)
      ? []
      : [`${path}: ${key} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`];
  });
}

/** Whether the new build is not in the batch where it should be. */
async function isElsewhere(session: Session, before: string, wanted: 'same' | 'other'): Promise<string[]> {
  const batchOf = async (build: string) => (await shownAt(session, `/api_3/build/${build}`))['kopr_batch'];
  const [first, second] = [await batchOf(before), await batchOf(session.last)];
  const isThere = typeof first === 'number' && typeof second === 'number' && (first === second) === (wanted === 'same');
  return isThere ? [] : [`it is in batch ${String(second)}, the build before it in ${String(first)}`];
}

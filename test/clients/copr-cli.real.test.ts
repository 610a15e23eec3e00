/**
 * Acceptance: the unmodified copr-cli from PyPI, run as it was recorded against Copr's own frontend, and with every
 * flag that it has. `KOPR_REPLAY=<pattern>` shows the differences of the recorded runs whose line matches.
 */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { openCli, type Cli, type Ran } from './copr-cli/cli.js';
import type { CliDifference } from './copr-cli/compare-run.js';
import { CLI_RULES } from './copr-cli/differences.js';
import { sit, type Sitting } from './copr-cli/session.js';
import { fulfil } from './replay/fate.js';
import { openFrontend } from './replay/frontend.js';
import { newMemory } from './replay/memory.js';
import { openPlayer } from './replay/player.js';
import { apiSteps } from './replay/recording.js';
import { replay, type Scene } from './replay/replay.js';
import { openResults, RESULTS, REVIEW } from './copr-cli/results.js';

/** copr-cli was recorded after this request. */
const LAST_STEP = 954;
const CHROOT = 'fedora-42-x86_64';

const isListed = (difference: CliDifference) => CLI_RULES.some(({ covers }) => covers(difference));

function line({ run, what, recorded, ours }: CliDifference): string {
  const about = `${run.step} ${run.name} ${run.argv.join(' ')}`;
  return `${about}\n    ${what}\n      recorded: ${JSON.stringify(recorded)}\n      ours:     ${JSON.stringify(ours)}`;
}

/** Builds, is watched to the end, and is downloaded in every way. */
async function watchAndFetch({ frontend, player }: Scene, cli: Cli) {
  const copr = (...argv: string[]) => cli.run(['--config', 'CONFIG/alice', ...argv]);
  const made = await copr('build', 'half', 'foo-1.0-1.src.rpm', '--nowait', '-r', CHROOT);
  const build = Number(/^Created builds: (\d+)/m.exec(made.stdout)?.[1]);
  await fulfil(frontend, player, { build, fate: 'succeeded', package: 'hello' });
  const watched = await copr('watch-build', String(build));
  const fetched: Record<string, string[]> = {};
  for (const flag of ['--rpms', '--spec', '--review', '--logs', '--dest']) {
    const dest = `fetched${flag}`;
    await copr('download-build', String(build), '-r', CHROOT, '--dest', dest, ...(flag === '--dest' ? [] : [flag]));
    fetched[flag] = (await readdir(join(cli.dir, dest, CHROOT))).sort();
  }
  return { watched, fetched };
}

async function flagsOf(python: string): Promise<Record<string, string[][]>> {
  const script = fileURLToPath(new URL('copr-cli/flags.py', import.meta.url));
  return JSON.parse((await promisify(execFile)(python, [script])).stdout) as Record<string, string[][]>;
}

describe('copr-cli from PyPI, unmodified', function () {
  this.timeout(600_000);
  let sitting: Sitting;
  let watched: Ran;
  let fetched: Record<string, string[]>;
  let flags: Record<string, string[][]>;

  before(async () => {
    await using results = await openResults();
    await using frontend = await openFrontend({ KOPR_RESULTS_URL: `${results.url}/results` });
    await using player = await openPlayer(frontend);
    const memory = newMemory();
    memory.learnWord('http://copr-be.example.org', results.url);
    memory.learnWord('http://127.0.0.1:25001', frontend.url);
    const scene = { frontend, player, memory };
    await replay(
      scene,
      apiSteps().filter(({ step }) => step <= LAST_STEP),
    );
    await using cli = await openCli(frontend);
    sitting = await sit(scene, cli);
    ({ watched, fetched } = await watchAndFetch(scene, cli));
    flags = await flagsOf(cli.python);
    const { KOPR_REPLAY: pattern } = process.env;
    if (pattern === undefined) return;
    const unlisted = sitting.differences.filter((one) => !isListed(one)).map(line);
    const shown = unlisted.filter((one) => new RegExp(pattern).test(one.split('\n')[0] ?? ''));
    for (const one of shown) process.stdout.write(`${one}\n`);
  });

  it('prints and exits as it did with Copr, but for the differences on the list', () => {
    const unlisted = sitting.differences.filter((one) => !isListed(one));
    expect(unlisted.length, unlisted.slice(0, 10).map(line).join('\n')).to.equal(0);
  });

  it('still needs every rule on the list', () => {
    const idle = CLI_RULES.filter(({ covers }) => !sitting.differences.some(covers)).map(({ why }) => why);
    expect(idle).to.deep.equal([]);
  });

  it('does what was not recorded', () => {
    expect(sitting.troubles).to.deep.equal([]);
  });

  it('watches a build to its end', () => {
    expect(watched).to.deep.include({ exit: 0, stderr: '' });
    expect(watched.stdout).to.match(/Build \d+: succeeded/);
  });

  it('downloads what it is asked for', () => {
    const ending = (end: string) => RESULTS.filter((name) => name.endsWith(end));
    expect(fetched).to.deep.equal({
      '--rpms': ending('.rpm'),
      '--spec': ending('.spec'),
      '--review': REVIEW,
      '--logs': ending('.log.gz'),
      // copr-cli means to leave the index out, but quotes its name.
      '--dest': [...RESULTS, ...REVIEW, 'index.html'].sort(),
    });
  });

  it('was given every subcommand and every flag that it has', () => {
    const isUsed = (command: string, names: readonly string[]) =>
      sitting.used.some(
        (argv) => (command === '' || argv.includes(command)) && names.some((name) => argv.includes(name)),
      );
    const unused = Object.entries(flags).flatMap(([command, all]) =>
      all.filter((names) => !names.includes('--help') && !isUsed(command, names)).map(([name]) => `${command} ${name}`),
    );
    // The last two were downloads of their own.
    expect(unused).to.deep.equal(['download-build --spec', 'download-build --review']);
  });
});

/**
 * Acceptance: the unmodified copr-cli from PyPI, run as it was recorded against Copr's own frontend.
 * `KOPR_REPLAY=<pattern>` shows the differences of the runs whose line (`step name argv`) matches.
 */
import { expect } from 'chai';
import { openCli } from './replay/cli.js';
import { compareRun, type CliDifference } from './replay/cli-compare.js';
import { CLI_RULES } from './replay/cli-differences.js';
import { openFrontend } from './replay/frontend.js';
import { newMemory } from './replay/memory.js';
import { openPlayer } from './replay/player.js';
import { apiSteps, cliRuns } from './replay/recording.js';
import { replay } from './replay/replay.js';

/** copr-cli was recorded after this request. */
const LAST_STEP = 963;

const isListed = (difference: CliDifference) => CLI_RULES.some(({ covers }) => covers(difference));

function line({ run, what, recorded, ours }: CliDifference): string {
  return `${run.step} ${run.name} ${run.argv.join(' ')}\n    ${what}\n      recorded: ${JSON.stringify(recorded)}\n      ours:     ${JSON.stringify(ours)}`;
}

describe('the recorded runs of copr-cli', function () {
  this.timeout(300_000);
  const found: CliDifference[] = [];

  before(async () => {
    await using frontend = await openFrontend();
    await using player = await openPlayer(frontend);
    const memory = newMemory();
    await replay(
      { frontend, player, memory },
      apiSteps().filter(({ step }) => step <= LAST_STEP),
    );
    await using cli = await openCli(frontend);
    for (const run of cliRuns()) {
      const argv = run.argv.map((word) => (/^\d+$/.test(word) ? String(memory.idOf('build', Number(word))) : word));
      found.push(...compareRun(run, await cli.run(argv, run.stdin), memory));
    }
    const { KOPR_REPLAY: pattern } = process.env;
    if (pattern === undefined) return;
    const shown = found.filter((one) => !isListed(one) && new RegExp(pattern).test(line(one).split('\n')[0] ?? ''));
    for (const one of shown) process.stdout.write(`${line(one)}\n`);
  });

  it('come to the same, but for the differences on the list', () => {
    const unlisted = found.filter((one) => !isListed(one));
    expect(unlisted.length, unlisted.slice(0, 10).map(line).join('\n')).to.equal(0);
  });

  it('still need every rule on the list', () => {
    const idle = CLI_RULES.filter(({ covers }) => !found.some(covers)).map(({ why }) => why);
    expect(idle).to.deep.equal([]);
  });
});

/**
 * Acceptance: every recorded request to Copr's real frontend, in order, against ours; what differs is on the list in
 * replay/differences.ts. `KOPR_REPLAY=<pattern>` shows all differences of the steps whose line
 * (`step name METHOD path`) matches, those on the list too with `KOPR_REPLAY_LISTED=1`.
 */
import { expect } from 'chai';
import type { Difference } from './replay/compare.js';
import { RULES } from './replay/differences.js';
import { openFrontend } from './replay/frontend.js';
import { newMemory } from './replay/memory.js';
import { openPlayer } from './replay/player.js';
import { apiSteps } from './replay/recording.js';
import { replay } from './replay/replay.js';
import { line } from './replay/report.js';

const isListed = (difference: Difference) => RULES.some(({ covers }) => covers(difference));

describe('the recorded answers of Copr', function () {
  this.timeout(300_000);
  let found: Difference[];
  let errors: readonly string[];

  before(async () => {
    await using frontend = await openFrontend();
    await using player = await openPlayer(frontend);
    found = await replay({ frontend, player, memory: newMemory() }, apiSteps());
    ({ errors } = frontend);
    const { KOPR_REPLAY: pattern, KOPR_REPLAY_LISTED: withListed } = process.env;
    if (pattern === undefined) return;
    const shown = found.filter((one) => new RegExp(pattern).test(line(one).split('\n')[0] ?? ''));
    for (const one of shown) if (withListed !== undefined || !isListed(one)) process.stdout.write(`${line(one)}\n`);
  });

  it('are ours, but for the differences on the list', () => {
    const unlisted = found.filter((one) => !isListed(one));
    expect(unlisted.length, unlisted.slice(0, 20).map(line).join('\n')).to.equal(0);
  });

  it('leave no error in the log', () => {
    expect(errors).to.deep.equal([]);
  });

  it('still need every rule on the list', () => {
    const idle = RULES.filter(({ covers }) => !found.some(covers)).map(({ why }) => why);
    expect(idle).to.deep.equal([]);
  });
});

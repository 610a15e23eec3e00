/** Acceptance: python-copr from PyPI, unmodified, every method of every proxy (python-copr/suite.py). */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { openCli } from './copr-cli/cli.js';
import { openFates } from './replay/fate.js';
import { openFrontend } from './replay/frontend.js';
import { openPlayer } from './replay/player.js';

const SUITE = fileURLToPath(new URL('python-copr/suite.py', import.meta.url));

/** What the suite prints at its end. */
interface Outcome {
  readonly ran: number;
  readonly failed: Record<string, string>;
  readonly uncalled: string[];
}

describe('python-copr from PyPI', function () {
  this.timeout(200_000);
  let outcome: Outcome;
  let errors: readonly string[];

  before(async () => {
    await using frontend = await openFrontend();
    await using player = await openPlayer(frontend);
    await using fates = await openFates(frontend, player);
    await using cli = await openCli(frontend);
    const env = { PATH: process.env['PATH'], KOPR_PLAYER_URL: fates.url, PYTHONDONTWRITEBYTECODE: '1', no_proxy: '*' };
    const { stdout } = await promisify(execFile)(cli.python, [SUITE], { cwd: cli.dir, env });
    ({ errors } = frontend);
    outcome = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Outcome;
  });

  it('gets what it expects, in every case', () => {
    expect(Object.values(outcome.failed).join('\n')).to.equal('');
    expect(outcome.ran).to.be.greaterThan(50);
  });

  it('leaves no error in the log', () => {
    expect(errors).to.deep.equal([]);
  });

  it('has called every method of every proxy', () => {
    expect(outcome.uncalled).to.deep.equal([]);
  });
});

/**
 * Acceptance: every recorded request to Copr's real frontend, in order, against ours; what differs is on the list in
 * replay/differences.ts. `KOPR_REPLAY=<pattern>` shows all differences of the steps whose line
 * (`step name METHOD path`) matches, those on the list too with `KOPR_REPLAY_LISTED=1`.
 */
import { expect } from 'chai';
import { compare, type Difference } from './replay/compare.js';
import { RULES } from './replay/differences.js';
import { openFrontend, type Frontend } from './replay/frontend.js';
import { newMemory } from './replay/memory.js';
import { isBackend, newPlay } from './replay/play.js';
import { openPlayer } from './replay/player.js';
import { apiSteps, type Step } from './replay/recording.js';
import { line } from './replay/report.js';
import { send, type Reply } from './replay/send.js';

const isListed = (difference: Difference) => RULES.some(({ covers }) => covers(difference));

async function replay(): Promise<Difference[]> {
  await using frontend = await openFrontend();
  await using player = await openPlayer(frontend);
  const memory = newMemory();
  const play = newPlay(player, memory);
  const found: Difference[] = [];
  for (const step of apiSteps()) {
    if (step.name === 'edit-add-i386') await frontend.admin('chroot', 'create', 'fedora-42-i386');
    if (isBackend(step)) {
      const trouble = await play(step).then(
        () => undefined,
        (error: unknown) => String(error),
      );
      if (trouble !== undefined) found.push({ step, status: 0, way: 'play', where: '', recorded: 'played', ours: trouble });
      continue;
    }
    const reply = await send(frontend, memory, step);
    found.push(...compare(step, reply, memory));
    keepToken(frontend, step, reply);
  }
  return found;
}

/** Whoever renews the token goes on with the new one. */
function keepToken({ users }: Frontend, { request }: Step, { json }: Reply): void {
  if (!request.path.endsWith('/api-token') || request.auth === null) return;
  const { api_login: login, api_token: token } = (json ?? {}) as Record<string, string | undefined>;
  if (login !== undefined && token !== undefined) users.set(request.auth, { login, token });
}

describe('the recorded answers of Copr', function () {
  this.timeout(300_000);
  let found: Difference[];

  before(async () => {
    found = await replay();
    const { KOPR_REPLAY: pattern, KOPR_REPLAY_LISTED: withListed } = process.env;
    if (pattern === undefined) return;
    const shown = found.filter((one) => new RegExp(pattern).test(line(one).split('\n')[0] ?? ''));
    for (const one of shown) if (withListed !== undefined || !isListed(one)) process.stdout.write(`${line(one)}\n`);
  });

  it('are ours, but for the differences on the list', () => {
    const unlisted = found.filter((one) => !isListed(one));
    expect(unlisted.length, unlisted.slice(0, 20).map(line).join('\n')).to.equal(0);
  });

  it('still need every rule on the list', () => {
    const idle = RULES.filter(({ covers }) => !found.some(covers)).map(({ why }) => why);
    expect(idle).to.deep.equal([]);
  });
});

/** Commands that leave something running. */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { eventually } from '@kopr/shared/testkit';
import { ROOT_ENV, run } from '../builder/system/command.js';

/** Runs a shell's lines; answers the exit code and what was printed. */
async function shell(script: string): Promise<{ code: number; printed: string }> {
  let printed = '';
  const sinks = [(chunk: Buffer) => void (printed += chunk.toString())];
  const code = await run({ argv: ['sh', '-c', script], env: ROOT_ENV, sinks, ownGroup: true });
  return { code, printed };
}

// A zombie has ended; who reaps it is not the matter here.
const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

describe('a command that leaves something running', function () {
  this.timeout(20_000);

  it('ends with what it left in its process group', async () => {
    const { code, printed } = await shell('sleep 600 & echo $!');
    expect(code).to.equal(0);
    await eventually(() => !isAlive(Number(printed)), { withinMs: 5_000, what: 'the end of what was left' });
  });

  it('is not waited for by the output of what left its session', async () => {
    const { code, printed } = await shell(
      'setsid sleep 600 & until grep -q sleep /proc/$!/comm; do :; done; echo $!; exit 3',
    );
    expect(code).to.equal(3);
    expect(isAlive(Number(printed))).to.equal(true);
    process.kill(Number(printed), 'SIGKILL');
  });

  it('has all of its output read', async () => {
    const { printed } = await shell('head -c 5000000 /dev/zero | tr "\\0" x; exit 0');
    expect(printed).to.have.lengthOf(5_000_000);
  });
});

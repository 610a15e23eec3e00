import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgets, keyedLock, parseContentRange } from '@kopr/shared/intake';
import { expect } from 'chai';

describe('an attempt’s budget', () => {
  it('is shared by all uploads of the attempt, and by nobody else', async () => {
    const open = budgets();
    const [first, second] = [await open('/nowhere/a', 10), await open('/nowhere/a', 10)];
    expect([first.take(6), second.take(6), second.take(4)]).to.deep.equal([true, false, true]);
    expect((await open('/nowhere/b', 10)).take(10)).to.equal(true);
  });

  it('counts what lies on the disk after a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'kopr-budget-'));
    await writeFile(join(dir, 'blob'), 'x'.repeat(8));
    const budget = await budgets()(dir, 10);
    expect([budget.take(3), budget.take(2)]).to.deep.equal([false, true]);
  });

  it('gets back what was thrown away', async () => {
    const budget = await budgets()('/nowhere/c', 10);
    budget.take(10);
    budget.give(10);
    expect(budget.take(10)).to.equal(true);
  });
});

describe('waiting for each other', () => {
  it('lets one at a time in for a key, also after one failed', async () => {
    const lock = keyedLock();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} in`);
      await Promise.resolve();
      seen.push(`${name} out`);
      if (name === 'a') throw new Error('a failed');
    };
    await Promise.allSettled([lock('key', work('a')), lock('key', work('b'))]);
    expect(seen).to.deep.equal(['a in', 'a out', 'b in', 'b out']);
  });
});

describe('an upload that goes on', () => {
  it('reads where an upload goes on, and refuses what makes no sense', () => {
    expect(parseContentRange('bytes 5-9/10')).to.deep.equal({ first: 5, last: 9, total: 10 });
    expect(parseContentRange(undefined)).to.equal(undefined);
    expect(parseContentRange('bytes 10-9/10')).to.deep.equal({ first: 10, last: 9, total: 10 });
    for (const header of ['bytes 9-5/10', 'bytes 0-10/10', 'bytes */10', 'items 0-1/2', 'bytes -1-2/3']) {
      expect(parseContentRange(header), header).to.equal('bad');
    }
  });
});

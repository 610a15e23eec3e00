import { silentLog } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { pruneDeliveries } from '../../src/loops/prune-deliveries.js';
import { workDeliveries } from '../../src/loops/work-deliveries.js';
import { openStore } from '../../src/store/database.js';
import { workDelivery } from '../../src/verbs/work-delivery.js';
import { openStack, type Stack } from '../stack.js';
import { hookHouse, type HookHouse } from './hook-house.js';
import * as github from './payloads/github.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const KEY = 'github.com/octo/hello';
const source = (n: number) => JSON.stringify({ clone_url: `https://${KEY}`, subdirectory: `pkg${n}` });

describe('deliveries that wait', () => {
  let stack: Stack;
  let count = 0;
  beforeEach(async () => (stack = await openStack({ KOPR_HOOK_DELIVERIES: '3', KOPR_HOOK_DAYS: '30' })));
  afterEach(() => stack[Symbol.asyncDispose]());

  async function house(): Promise<HookHouse> {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    await made.addPackage('hello');
    return made;
  }
  const push = (n: number) => github.push({ after: String(n).padStart(40, '1') });
  /** As if it were so much later. */
  const later = (ms: number) => ({ ...stack.deps, now: () => new Date(Date.now() + ms) });

  it('are worked off as soon as they come', async () => {
    const { github: send, builds } = await house();
    const loop = workDeliveries(stack.deps);
    await loop.start();
    await send({ payload: push(1) });
    await eventually(async () => (await builds()).length === 1, { what: 'the build', withinMs: 1500 });
    await loop.stop();
  });

  it('do not wait for one that takes long, of another project', async () => {
    const [slow, quick] = [await house(), await house()];
    await slow.github({ payload: push(1) });
    const [row] = await slow.deliveries();
    const held = stack.deps.db.createQueryRunner();
    await held.startTransaction();
    await held.query('SELECT id FROM hook_deliveries WHERE id = ? FOR UPDATE', [row?.id]);
    const loop = workDeliveries(stack.deps);
    await loop.start();
    for (const n of [1, 2]) await quick.github({ payload: push(n) });
    await eventually(async () => (await quick.builds()).length === 2, { what: 'the builds of the other' });
    expect(await slow.builds()).to.have.length(0);
    await held.rollbackTransaction();
    await held.release();
    await eventually(async () => (await slow.builds()).length === 1, { what: 'the slow one' });
    await loop.stop();
  });

  it('are worked off once and in order, by however many replicas', async () => {
    const houses = [await house(), await house()];
    for (let n = 1; n <= 15; n++) for (const one of houses) await one.github({ payload: push(n) });
    const { databaseUrl, sealingKeys } = stack.deps.config;
    const others = await openStore(databaseUrl, readKeyring(sealingKeys), silentLog());
    const replicas = [stack.deps, { ...stack.deps, db: others }];
    const loops = [...replicas, ...replicas].map(workDeliveries);
    for (const loop of loops) await loop.start();
    for (const { builds, source, deliveries } of houses) {
      await eventually(async () => (await builds()).length >= 15, { what: 'all builds', withinMs: 50_000 });
      const commits: unknown[] = [];
      for (const { id } of await builds()) commits.push((await source(id))['committish']);
      expect(commits).to.deep.equal(Array.from({ length: 15 }, (_, n) => push(n + 1).after));
      // Nobody counts a try that is another's work.
      expect(Math.max(...(await deliveries()).map(({ tries }) => tries))).to.be.lessThan(4);
    }
    for (const loop of loops) await loop.stop();
    await others.destroy();
  });

  it('are tried again after a fault of ours, and hold up nothing but what is about the same', async () => {
    const { github: send, builds, source, deliveries, work } = await house();
    const { db } = stack.deps;
    await send({ payload: push(1) });
    await send({ payload: push(2) });
    await send({ event: 'pull_request', payload: github.pullRequest('opened') });
    const [row] = await deliveries();
    const id = row?.id ?? 0;
    const [{ body } = { body: '' }]: { body: unknown }[] = await db.query(
      'SELECT body FROM hook_deliveries WHERE id = ?',
      [id],
    );
    await db.query("UPDATE hook_deliveries SET body = 'broken' WHERE id = ?", [id]);
    await work();
    expect(await builds()).to.have.length(1);
    expect((await deliveries()).map(({ state, tries }) => [state, tries])).to.deep.equal([
      ['waiting', 1],
      ['waiting', 0],
      ['built', 1],
    ]);
    await db.query('UPDATE hook_deliveries SET body = ? WHERE id = ?', [body, id]);
    const loop = workDeliveries(later(MINUTE_MS));
    await loop.start();
    await eventually(async () => (await builds()).length === 3, { what: 'the second try' });
    await loop.stop();
    const commits: unknown[] = [];
    for (const { id: build } of (await builds()).slice(1)) commits.push((await source(build))['committish']);
    expect(commits).to.deep.equal([push(1).after, push(2).after]);
    expect((await deliveries())[0]).to.include({ state: 'built', dueAt: null });
  });

  it('about a pull request stay in order: none that was put off is built after its end', async () => {
    const { github: send, builds, deliveries, work } = await house();
    const { db } = stack.deps;
    await send({ event: 'pull_request', payload: github.pullRequest('opened') });
    await send({ event: 'pull_request', payload: github.pullRequest('closed') });
    const [{ body } = { body: '' }]: { body: unknown }[] = await db.query('SELECT body FROM hook_deliveries LIMIT 1');
    const [row] = await deliveries();
    await db.query("UPDATE hook_deliveries SET body = 'broken' WHERE id = ?", [row?.id]);
    await work();
    await db.query('UPDATE hook_deliveries SET body = ? WHERE id = ?', [body, row?.id]);
    const loop = workDeliveries(later(MINUTE_MS));
    await loop.start();
    await eventually(async () => (await deliveries()).every(({ endedAt }) => endedAt !== null), { what: 'both' });
    await loop.stop();
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['canceled']);
    const [, closed] = await deliveries();
    expect(closed?.reason).to.match(/^canceled, since the pull request went on: \d+$/);
  });

  it('are given up after several tries, and then say so', async () => {
    const { github: send, deliveries } = await house();
    await send({ payload: push(1) });
    await stack.deps.db.query("UPDATE hook_deliveries SET body = 'broken'");
    const loop = workDeliveries({ ...stack.deps, now: () => new Date(Date.now() + DAY_MS * tick++) });
    let tick = 0;
    await loop.start();
    await eventually(async () => (await deliveries())[0]?.state === 'failed', { what: 'the last try' });
    await loop.stop();
    expect((await deliveries())[0]).to.include({ tries: 6, dueAt: null, reason: 'something went wrong here' });
  });

  it('are given up, too, when the process dies at each try, before it can note anything', async () => {
    const { github: send, deliveries, work, projectId } = await house();
    await send({ payload: push(1) });
    await stack.deps.db.query("UPDATE hook_deliveries SET body = 'broken'");
    const error = () => {
      throw new Error('the process is gone');
    };
    const dying = { ...stack.deps, log: { ...stack.deps.log, error } };
    for (let tries = 1; tries <= 6; tries++) {
      const died = await workDelivery(dying, projectId).then(
        () => false,
        () => true,
      );
      expect([died, (await deliveries())[0]?.tries]).to.deep.equal([true, tries]);
    }
    await work();
    expect((await deliveries())[0]).to.include({ state: 'failed', tries: 6, dueAt: null });
  });

  it('tell of a source that nothing can be built from', async () => {
    const { github: send, deliveries, work } = await house();
    const large = JSON.stringify({ clone_url: 'https://github.com/octo/hello', spec: 'x'.repeat(50_000) });
    await stack.deps.db.query('UPDATE packages SET source_params = ?', [large]);
    await send({ payload: push(1) });
    await work();
    const [row] = await deliveries();
    expect(row?.state).to.equal('nothing');
    expect(row?.reason).to.match(/^The source takes \d+ bytes to describe/);
  });

  it('of a repository with thousands of packages build those that changed, and keep what can be read', async () => {
    const { github: send, deliveries, work, builds, projectId } = await house();
    const rows = Array.from({ length: 2500 }, (_, n) => [projectId, `p${n}`, new Date(), 'scm', source(n), true, KEY]);
    const columns = 'project_id, name, created_at, source_type, source_params, webhook_rebuild, repository';
    await stack.deps.db.query(`INSERT INTO packages (${columns}) VALUES ?`, [rows]);
    await stack.deps.db.query("DELETE FROM packages WHERE name = 'hello'");
    await send({ payload: github.push({ commits: [github.commit({ modified: ['pkg2400/a', 'pkg7/b'] })] }) });
    await work();
    expect((await builds()).map(({ source_package: of }) => of.name)).to.deep.equal(['p7', 'p2400']);
    const [row] = await deliveries();
    expect(row?.decisions.slice(0, 2).map((one) => one.package)).to.deep.equal(['p7', 'p2400']);
    expect(row?.decisions).to.have.length(1000);
    expect(row?.reason).to.equal('1500 more packages were not built');
  });

  it('are forgotten after a while: all but the newest an hour after they ended, all a month after', async () => {
    const { github: send, deliveries, work } = await house();
    for (let n = 1; n <= 5; n++) await send({ payload: push(n) });
    await work();
    await send({ payload: push(6) });
    const rounds = async (ms: number) => {
      const loop = pruneDeliveries(later(ms));
      await loop.start();
      await loop.stop();
      return (await deliveries()).map(({ event, state }) => `${event.slice(-1)} ${state}`);
    };
    expect(await rounds(0), 'at once').to.have.length(6);
    expect(await rounds(61 * MINUTE_MS)).to.deep.equal(['1 built', '1 built', '1 waiting']);
    expect(await rounds(31 * DAY_MS), 'what waits is never forgotten').to.deep.equal(['1 waiting']);
  });

  it('of a deleted project are forgotten', async () => {
    const { github: send, deliveries, owner, name, auth } = await house();
    await send({ payload: push(1) });
    await stack.ask('DELETE', `/api_3/project/delete/${owner}/${name}`, auth);
    const loop = pruneDeliveries(stack.deps);
    await loop.start();
    await loop.stop();
    expect(await deliveries()).to.deep.equal([]);
  });
});

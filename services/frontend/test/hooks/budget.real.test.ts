import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { pruneDeliveries } from '../../src/loops/prune-deliveries.js';
import { bodyOf } from '../../src/store/deliveries.js';
import { openStack, type Stack } from '../stack.js';
import { hookHouse } from './hook-house.js';
import * as github from './payloads/github.js';

const KIB = 1024;
const BUDGET = {
  KOPR_HOOK_HOUR_DELIVERIES: '10',
  KOPR_HOOK_HOUR_BYTES: String(1536 * KIB),
  KOPR_HOOK_BYTES: String(1024 * KIB),
};

describe('what a project is sent', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack(BUDGET)));
  after(() => stack[Symbol.asyncDispose]());

  async function house() {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    await made.addPackage('hello');
    const { webhookSecret } = await made.project();
    const send = (body: Buffer | string, forge = 'github', name = '') =>
      fetch(`${stack.url}/webhooks/${forge}/${made.projectId}/${webhookSecret ?? ''}/${name}`, {
        method: 'POST',
        body: new Uint8Array(Buffer.from(body)),
        headers: { 'x-github-event': 'push', 'content-type': 'application/json' },
      });
    return { ...made, send };
  }

  it('is so many deliveries in an hour, of forges and scripts together', async () => {
    const { send, deliveries, auth, owner, name, github: push } = await house();
    for (let n = 0; n < 5; n++) expect((await push({ payload: github.push() })).status).to.equal(200);
    for (let n = 0; n < 5; n++) expect((await send('{}', 'custom', 'hello')).status).to.equal(200);
    for (const forge of ['github', 'custom']) {
      const answer = await send('{}', forge, 'hello');
      expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([429, '600']);
      expect(await answer.text()).to.equal('A project takes at most 10 deliveries in an hour.\n');
    }
    const body = { clone_url: 'https://github.com/octo/hello', branch: 'main' };
    expect((await stack.ask('POST', `/api_3/webhook/test/${owner}/${name}`, auth, body)).status).to.equal(429);
    const built = (await deliveries()).find(({ state }) => state === 'built');
    const again = await stack.ask('POST', `/api_3/webhook/redeliver/${owner}/${name}/${built?.id ?? 0}`, auth);
    expect(again.status).to.equal(429);
    const [refused, ...others] = (await deliveries()).reverse();
    expect(others).to.have.length(10);
    expect(refused).to.include({
      ...{ state: 'refused', forge: 'github', event: 'more than the project’s share', bytes: 0 },
      reason: 'A project takes at most 10 deliveries in an hour. Refused in this hour: 2',
    });
  });

  it('is so many bytes in an hour, of which the refused are kept by their beginnings', async () => {
    const { send, deliveries } = await house();
    const sent = randomBytes(600 * KIB);
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await send(sent)).status);
    expect(statuses).to.deep.equal([400, 400, 400, 429]);
    const [row, , , rest] = await deliveries();
    expect(rest?.reason).to.equal(
      'A project takes at most 1572864 bytes of deliveries in an hour. Refused in this hour: 1',
    );
    expect(row).to.include({ state: 'refused', bytes: 600 * KIB });
    expect(await bodyOf(stack.deps.db.manager, row?.id ?? 0)).to.deep.equal(sent.subarray(0, 64 * KIB));
  });

  it('is kept by its newest bytes, once the hour is over', async () => {
    const { send, deliveries } = await house();
    for (let n = 0; n < 3; n++) await send(randomBytes(500 * KIB));
    const prune = async (ms: number) => {
      const loop = pruneDeliveries({ ...stack.deps, now: () => new Date(Date.now() + ms) });
      await loop.start();
      await loop.stop();
      return (await deliveries()).length;
    };
    expect([await prune(0), await prune(61 * 60_000)]).to.deep.equal([3, 2]);
  });
});

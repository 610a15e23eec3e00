import { randomBytes } from 'node:crypto';
import { statusRequested } from '@kopr/proto';
import { silentLog } from '@kopr/shared/log';
import { readKeyring, seal, statusTokenOf } from '@kopr/shared/sealed';
import type { Loop } from '@kopr/shared/service';
import { eventually, freshDatabase, openForge } from '@kopr/shared/testkit';
import { expect } from 'chai';
import type { DataSource } from 'typeorm';
import { forges } from '../src/channels/forges.js';
import { retryLater, sent } from '../src/domain/sending.js';
import { deliverStatuses } from '../src/loops/deliver-statuses.js';
import { openStore } from '../src/store/open.js';
import { StatusEntity, type StatusRow } from '../src/store/status.js';
import { claimStatus, forgetStatuses, settleStatus, type StatusClaim } from '../src/store/statuses.js';
import { askStatus } from '../src/verbs/ask-status.js';
import { statusSender } from '../src/verbs/send-status.js';

const KEYRING = readKeyring(`test ${randomBytes(32).toString('base64')}`);
const TOKEN = 'a-secret-of-alice';
const TRACE = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
const LEASE_MS = 2_000;

describe('statuses in line', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let forge: Awaited<ReturnType<typeof openForge>>;
  let db: DataSource;
  let lane: string;
  const loops: Loop[] = [];
  beforeEach(async () => {
    [database, forge] = await Promise.all([freshDatabase(), openForge(TOKEN)]);
    db = await openStore(database.url, silentLog());
    lane = `7 ${new URL(forge.url).host}`;
  });
  afterEach(async () => {
    for (const one of loops.splice(0)) await one.stop();
    await db.destroy();
    await Promise.all([database[Symbol.asyncDispose](), forge[Symbol.asyncDispose]()]);
  });

  function ask(more: Partial<typeof statusRequested.example>): Promise<void> {
    const token = seal(KEYRING, TOKEN, statusTokenOf(7, 'github', forge.url));
    const body = statusRequested.body.parse({ ...statusRequested.example, address: forge.url, token, ...more });
    return askStatus(db.manager, body, TRACE);
  }
  const rows = (): Promise<StatusRow[]> =>
    db.getRepository(StatusEntity).find({ order: { build: 'ASC', number: 'ASC' } });
  const over = () =>
    eventually(async () => (await rows()).every(({ state }) => state !== 'waiting'), { what: 'nothing in line' });
  async function claim(leaseMs: number): Promise<StatusClaim> {
    const claimed = await claimStatus(db, lane, new Date(), leaseMs);
    if (claimed === undefined || claimed === 'again') throw new Error('nothing was due');
    return claimed;
  }
  async function run(count: number): Promise<void> {
    const send = statusSender(KEYRING, forges({ allowPrivate: true }));
    for (let at = 0; at < count; at++) {
      const one = deliverStatuses({ db, log: silentLog(), everyMs: 50, send });
      loops.push(one);
      await one.start();
    }
  }

  it('that a killed notifier was telling come again when its lease is over, but for those that were overtaken', async () => {
    await ask({ build: 1 });
    await ask({ build: 2, commit: 'f'.repeat(40) });
    const dead = [await claim(LEASE_MS), await claim(LEASE_MS)];
    const began = Date.now();
    await ask({ build: 1, number: 2, state: 'succeeded' });
    await run(1);
    await over();
    expect(Date.now() - began, 'nothing beside what may still be on its way').to.be.at.least(LEASE_MS - 100);
    expect((await rows()).map(({ state }) => state)).to.deep.equal(['dropped', 'sent', 'sent']);
    expect(forge.taken.map(({ body }) => body['state'])).to.have.members(['success', 'pending']);
    for (const one of dead)
      await settleStatus(db, one, { state: 'waiting', note: 'too late', nextAt: new Date() }, new Date());
    expect((await rows()).map(({ note }) => note)).to.not.include('too late');
  });

  it('go out at once after the one that was on its way', async () => {
    await ask({});
    const first = await claim(3_600_000);
    await ask({ number: 2 });
    expect(await claimStatus(db, lane, new Date(), LEASE_MS)).to.equal('again');
    expect(await claimStatus(db, lane, new Date(), LEASE_MS)).to.equal(undefined);
    await settleStatus(db, first, { state: 'sent', note: null }, new Date());
    expect(await claim(LEASE_MS)).to.include({ number: 2, tries: 1 });
  });

  it('of twenty commits are told once each, the newest, however many tell them', async () => {
    for (let build = 1; build <= 20; build++)
      for (const number of [3, 1, 2]) await ask({ build, number, commit: String(build).padStart(40, '0') });
    await run(3);
    await over();
    const told = (await rows()).filter(({ state }) => state === 'sent');
    expect(told.map(({ build, number }) => [build, number])).to.deep.equal(
      Array.from({ length: 20 }, (_, at) => [at + 1, 3]),
    );
    expect(new Set(forge.taken.map(({ commit }) => commit)).size).to.equal(20);
    expect(forge.taken).to.have.length(20);
  });

  it('wait for no forge that does not answer, however many those are, and less and less of it is tried', async () => {
    const project = (id: number) => ({ ...statusRequested.example.project, id });
    for (let id = 100; id < 140; id++)
      for (let build = 1; build <= 3; build++)
        await ask({ build: id * 10 + build, project: project(id), address: `https://a${id}.example.org` });
    await ask({ build: 1, project: project(7) });
    const tries: string[] = [];
    const one = deliverStatuses({
      db,
      log: silentLog(),
      everyMs: 50,
      send: async ({ address }) => {
        tries.push(address);
        if (address === forge.url) return sent;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return retryLater('no answer', { others: false });
      },
    });
    loops.push(one);
    await one.start();
    await eventually(() => tries.includes(forge.url), { what: 'the one that answers', withinMs: 5_000 });
    await eventually(() => new Set(tries).size === 41, { what: 'a try of each' });
    // Of each only one: the others rest with it.
    const again = tries.filter((address, at) => tries.indexOf(address) !== at);
    expect(again).to.deep.equal([]);
  });

  it('of one project rest when its token has asked too often, and those of others go out', async () => {
    const told: number[] = [];
    const send = ({ project }: { project: { id: number } }) => {
      told.push(project.id);
      const how = { others: false, afterMs: 3_600_000 };
      return Promise.resolve(project.id === 7 ? retryLater('403: too often', how) : sent);
    };
    await ask({ build: 1 });
    await ask({ build: 2, project: { ...statusRequested.example.project, id: 8 }, commit: 'e'.repeat(40) });
    const one = deliverStatuses({ db, log: silentLog(), everyMs: 50, send });
    loops.push(one);
    await one.start();
    await eventually(() => told.includes(8) && told.includes(7), { what: 'a try for both' });
    await eventually(async () => (await rows())[1]?.state === 'sent', { what: 'the status of the other project' });
    const [resting] = await rows();
    expect(resting?.nextAt.getTime()).to.be.greaterThan(Date.now() + 3_000_000);
  });

  it('are forgotten a while after their end, with a token that went before', async () => {
    await ask({});
    const one = await claim(LEASE_MS);
    const end = new Date('2026-01-01T12:00:00Z');
    await settleStatus(db, one, { state: 'dropped', note: 'refused' }, end);
    expect((await rows())[0]).to.include({ token: null });
    expect(await forgetStatuses(db, end)).to.equal(0);
    expect(await forgetStatuses(db, new Date(end.getTime() + 1))).to.equal(1);
  });
});

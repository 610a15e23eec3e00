import { statusRequested, type BodyInput } from '@kopr/proto';
import { seal, statusTokenOf } from '@kopr/shared/sealed';
import { eventually, openForge } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { StatusEntity, type StatusRow } from '../src/store/status.js';
import { setStage, type Stage } from './stage.js';

type Words = BodyInput<'status.requested'>;
type Forge = Awaited<ReturnType<typeof openForge>>;

const TOKEN = 'ghp_a-secret-of-alice-0123456789';

describe('statuses of commits', () => {
  let stage: Stage;
  let forge: Forge;
  beforeEach(async () => {
    [stage, forge] = await Promise.all([setStage(), openForge(TOKEN)]);
  });
  afterEach(async () => {
    await stage[Symbol.asyncDispose]();
    await forge[Symbol.asyncDispose]();
  });

  function words(more: Partial<Words> = {}): Words {
    const whole = { ...statusRequested.example, address: forge.url, ...more };
    const token = seal(stage.keyring, TOKEN, statusTokenOf(whole.project.id, whole.forge, whole.address));
    return { ...whole, token, ...more };
  }
  const ask = (more: Partial<Words> = {}) => stage.say('status.requested', words(more));
  const rows = (): Promise<StatusRow[]> =>
    stage.db.getRepository(StatusEntity).find({ order: { build: 'ASC', number: 'ASC' } });
  const until = (what: string, check: (all: StatusRow[]) => boolean): Promise<StatusRow[]> =>
    eventually(
      async () => {
        const all = await rows();
        return check(all) && all;
      },
      { what, withinMs: 30_000 },
    );
  const over = (count: number) =>
    until(`${count} statuses that are over`, (all) => all.filter(({ state }) => state !== 'waiting').length >= count);
  const states = () => forge.taken.map(({ body }) => body['state']);

  it('arrive at GitHub, GitLab and Gitea as each documents it, with a link to the build', async () => {
    for (const [at, kind] of (['github', 'gitlab', 'gitea'] as const).entries())
      await ask({ build: 42 + at, forge: kind, state: 'failed', description: '1 of 2 chroots failed' });
    await over(3);
    expect(forge.taken.map((one) => one.forge)).to.have.members(['github', 'gitlab', 'gitea']);
    for (const { repository, commit, body } of forge.taken) {
      expect([repository, commit]).to.deep.equal(['octo/hello', statusRequested.example.commit]);
      expect(body).to.include({
        target_url: 'http://localhost:5000/coprs/build/42',
        description: '1 of 2 chroots failed',
      });
    }
    expect((await rows()).map(({ state, token }) => [state, token])).to.deep.equal(Array(3).fill(['sent', null]));
  });

  it('arrive in order and once, however often they are said', async () => {
    const said = [];
    for (const [at, state] of (['pending', 'running', 'succeeded'] as const).entries()) {
      said.push(await ask({ number: at + 1, state }));
      await over(at + 1);
    }
    for (const envelope of said) await stage.repeat(envelope);
    await ask({ number: 1, state: 'pending' });
    await ask({ build: 43 });
    await over(4);
    expect(states()).to.deep.equal(['pending', 'pending', 'success', 'pending']);
    await eventually(() => stage.ends.length === 4, { what: 'word of all ends' });
    expect(stage.ends.map(({ refusal }) => refusal)).to.deep.equal([null, null, null, null]);
  });

  it('are never told after a newer one, though they come later', async () => {
    await ask({ number: 3, state: 'succeeded' });
    await over(1);
    await ask({ number: 2, state: 'running' });
    const [late] = await over(2);
    expect(late).to.include({ state: 'dropped', note: 'overtaken by a newer status', token: null });
    expect(states()).to.deep.equal(['success']);
  });

  it('are told of the newest build of a commit, not of the older one that ends later', async () => {
    await ask({ build: 42, number: 1 });
    await over(1);
    await ask({ build: 43, number: 1 });
    await over(2);
    await ask({ build: 42, number: 2, state: 'failed' });
    await over(3);
    await ask({ build: 43, number: 2, state: 'succeeded' });
    await over(4);
    expect(states()).to.deep.equal(['pending', 'pending', 'success']);
  });

  it('wait for the one that is on its way, and only the newest of those that waited is told', async () => {
    let release: () => void = () => undefined;
    forge.hold = new Promise((resolve) => (release = resolve));
    await ask({ number: 1 });
    await eventually(() => forge.asked.length === 1, { what: 'a request on its way' });
    await ask({ number: 2, state: 'running' });
    await ask({ number: 3, state: 'failed' });
    await until('three in line', (all) => all.length === 3);
    expect(forge.asked).to.have.length(1);
    release();
    await over(3);
    expect(states()).to.deep.equal(['pending', 'failure']);
  });

  it('are told to GitLab of a commit that is built again and again, which it takes as steps only', async () => {
    const told = (
      [
        [42, 'pending'],
        [42, 'running'],
        [43, 'pending'],
        [43, 'running'],
        [43, 'failed'],
        [44, 'pending'],
        [45, 'pending'],
        [45, 'succeeded'],
        [46, 'succeeded'],
      ] as const
    ).map(([build, state], at) => ({ forge: 'gitlab', build, state, number: at + 1 }) as const);
    for (const [at, more] of told.entries()) {
      await ask(more);
      await over(at + 1);
    }
    expect(states()).to.deep.equal(['pending', 'running', 'failed', 'pending', 'success', 'success']);
    expect(forge.asked).to.have.length(told.length);
    await eventually(() => stage.ends.length === told.length, { what: 'word of all ends' });
    expect(stage.ends.map(({ refusal }) => refusal)).to.deep.equal(told.map(() => null));
  });

  it('are tried again while the forge is in trouble, and no sooner than it asks for', async () => {
    forge.instead.push({ status: 503, headers: { 'retry-after': '4' } });
    const began = Date.now();
    await ask();
    await over(1);
    expect(Date.now() - began).to.be.greaterThan(4_000);
    expect(states()).to.deep.equal(['pending']);
    expect((await rows())[0]).to.include({ state: 'sent', tries: 2, note: null });
  });

  it('are dropped when the forge refuses them, with its words but for the token', async () => {
    await ask({ token: seal(stage.keyring, 'glpat-wrong-one', statusTokenOf(7, 'github', forge.url)) });
    await over(1);
    forge.instead.push({ status: 422, body: { message: 'No commit found for SHA' } });
    await ask({ build: 43 });
    const [refused, unknown] = await over(2);
    const host = new URL(forge.url).host;
    expect(refused).to.include({ state: 'dropped', note: `${host} answered 401`, tries: 1 });
    const ends = await eventually(() => stage.ends.length === 2 && stage.ends, { what: 'word of both ends' });
    expect(ends.map(({ build, number, address, refusal }) => [build, number, address, refusal])).to.have.deep.members([
      [42, 1, forge.url, `${host} answered 401`],
      [43, 1, forge.url, `${host} answered 422: No commit found for SHA`],
    ]);
    expect(unknown).to.include({ state: 'dropped', note: `${host} answered 422: No commit found for SHA` });
  });

  it('are not taken to where a forge redirects', async () => {
    await using elsewhere = await openForge(TOKEN);
    forge.instead.push({ status: 307, headers: { location: `${elsewhere.url}/api/v3/repos/octo/hello` } });
    await ask();
    expect((await over(1))[0]).to.include({ state: 'dropped' });
    expect(elsewhere.asked).to.deep.equal([]);
  });

  it('are not told to a forge that their token was not given for', async () => {
    const token = seal(stage.keyring, TOKEN, statusTokenOf(7, 'github', 'https://github.com'));
    await ask({ token });
    await ask({
      ...{ build: 43, commit: 'f'.repeat(40) },
      token: seal(stage.keyring, TOKEN, statusTokenOf(8, 'github', forge.url)),
    });
    const all = await until('two failed tries', (found) => found.filter(({ note }) => note !== null).length === 2);
    for (const { note, state } of all)
      expect([state, note]).to.deep.equal([
        'waiting',
        'the token cannot be opened: it was changed, or belongs to something else',
      ]);
    expect(forge.asked).to.deep.equal([]);
  });

  it('of one forge wait for no other that is dead', async () => {
    let release: () => void = () => undefined;
    await using dead = await openForge(TOKEN);
    dead.hold = new Promise((resolve) => (release = resolve));
    await ask({ address: dead.url });
    await ask({ address: dead.url, build: 43, commit: 'f'.repeat(40) });
    await eventually(() => dead.asked.length === 1, { what: 'a request that hangs' });
    await ask({ build: 44 });
    await over(1);
    expect(states()).to.deep.equal(['pending']);
    expect(dead.asked, 'one at a time').to.have.length(1);
    release();
    await over(3);
  });
});

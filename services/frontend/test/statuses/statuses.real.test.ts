import { readKeyring, statusTokenOf, unseal } from '@kopr/shared/sealed';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { buildStatusOf } from '../../src/store/build-statuses.js';
import { CHROOT, hookHouse } from '../hooks/hook-house.js';
import * as github from '../hooks/payloads/github.js';
import * as gitlab from '../hooks/payloads/gitlab.js';
import { newsOf } from '../news.js';
import { openStack, type Stack } from '../stack.js';

const TOKEN = 'github_pat_11ABCDEFG0123456789';
const HOME = { forge: 'github', address: 'https://github.com' };

describe('statuses of commits', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  async function house(token: object | null = { token: TOKEN }, fields: object = {}) {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    await made.addPackage('hello', fields);
    const path = `/api_3/webhook/status-token/${made.owner}/${made.name}`;
    const keep = (body: object) => stack.ask('PUT', path, made.auth, body);
    if (token) expect((await keep(token)).status).to.equal(200);
    const push = async (payload: object = github.push(), event = 'push') => {
      await made.github({ payload, event });
      await made.work();
      const build = (await made.builds()).at(-1)?.id ?? 0;
      return { build, news: newsOf(stack, build) };
    };
    const said = async () =>
      (await stack.bodies('status.requested')).filter(({ project }) => project.id === made.projectId);
    return { ...made, path, keep, push, said };
  }

  it('are asked for when a build is submitted, when it runs and when it ends', async () => {
    const { push, said, name, owner, projectId } = await house();
    const { build, news } = await push();
    await news.resolved();
    await news.made();
    await news.imported();
    for (const step of [news.assigned, news.started, news.finished]) await step(CHROOT);
    await news.published(CHROOT);
    const all = await said();
    expect(all.map(({ number, state, description }) => [number, state, description])).to.deep.equal([
      [1, 'pending', 'Waits for its turn'],
      [2, 'running', 'Is being built'],
      [3, 'succeeded', '1 of 1 chroots succeeded'],
    ]);
    for (const one of all)
      expect(one).to.deep.include({
        ...HOME,
        build,
        repository: 'octo/hello',
        commit: github.SHA,
        context: `kopr/${owner}/${name}/hello`,
        url: `http://localhost:5000/coprs/build/${build}`,
      });
    const keyring = readKeyring(stack.deps.config.sealingKeys);
    expect(unseal(keyring, all[0]?.token ?? '', statusTokenOf(projectId, HOME.forge, HOME.address))).to.deep.equal({
      ok: true,
      secret: TOKEN,
    });
  });

  it('tell of failure, of a repeated import, and of its end', async () => {
    const { push, said, auth } = await house();
    const { build, news } = await push();
    await news.importFailed('the server is away', { retriable: true, stage: 'resolve' });
    expect((await stack.ask('POST', `/api_3/build/retry-import/${build}`, auth)).status).to.equal(200);
    await stack.ask('PUT', `/api_3/build/cancel/${build}`, auth);
    expect((await said()).map(({ number, state }) => [number, state])).to.deep.equal([
      [1, 'pending'],
      [2, 'failed'],
      [3, 'pending'],
      [4, 'canceled'],
    ]);
  });

  it('of a pull request go to the repository that it wants to go into, and tell when a newer push ended it', async () => {
    const { push, said, owner, name } = await house();
    await push(github.pullRequest('opened'), 'pull_request');
    const payload = github.pullRequest('synchronize', { head: { sha: 'e'.repeat(40) } });
    await push(payload, 'pull_request');
    const all = await said();
    expect(all.map(({ repository }) => repository)).to.deep.equal(Array(3).fill('octo/hello'));
    expect(all.map(({ commit, state }) => [commit, state])).to.have.deep.members([
      [github.SHA, 'pending'],
      [github.SHA, 'canceled'],
      ['e'.repeat(40), 'pending'],
    ]);
    expect(all[0]?.context).to.equal(`kopr/${owner}/${name}:pr/hello`);
  });

  it('of a merge request of GitLab go to where its commit comes from', async () => {
    const { post, project, projectId, work, said } = await house(
      { forge: 'gitlab', token: 'glpat-0123456789' },
      { clone_url: 'https://gitlab.com/octo/hello' },
    );
    const { webhookSecret } = await project();
    await post(`gitlab/${projectId}/${webhookSecret ?? ''}/`, JSON.stringify(gitlab.mergeRequest({ action: 'open' })), {
      'content-type': 'application/json',
      'x-gitlab-event': 'Merge Request Hook',
      'idempotency-key': randomUUID(),
    });
    await work();
    expect((await said()).map(({ address, repository, commit }) => [address, repository, commit])).to.deep.equal([
      ['https://gitlab.com', 'joe/hello', gitlab.SHA],
    ]);
  });

  it('of a tag wait until it is known which commit that is', async () => {
    const { push, said } = await house();
    const { news } = await push(github.create(), 'create');
    expect(await said()).to.deep.equal([]);
    await news.resolved({ commit: 'a'.repeat(40), version: null });
    expect((await said()).map(({ commit, state }) => [commit, state])).to.deep.equal([['a'.repeat(40), 'pending']]);
  });

  it('of a tag that is built once more tell its commit at once', async () => {
    const { push, said, auth } = await house();
    const { build, news } = await push(github.create(), 'create');
    await news.resolved({ commit: 'a'.repeat(40), version: null });
    await news.made();
    await news.importFailed('no spec there');
    await stack.ask('POST', `/api_3/build/resubmit/${build}`, auth, { source: 'same' });
    const last = (await said()).at(-1);
    expect([last?.commit, last?.number, last?.state]).to.deep.equal(['a'.repeat(40), 1, 'pending']);
    expect(last?.build).to.be.above(build);
  });

  it('tell of a build that is submitted once more in place of the one that ended', async () => {
    const { push, said, auth, builds } = await house();
    const resubmit = async (build: number, source: string) => {
      const answer = await stack.ask('POST', `/api_3/build/resubmit/${build}`, auth, { source });
      expect(answer.status, answer.text).to.equal(200);
      return (await builds()).at(-1)?.id ?? 0;
    };
    const { build: first, news } = await push();
    await news.resolved({ commit: github.SHA, version: null });
    const beside = await resubmit(first, 'same');
    expect(await said(), 'the first one still speaks for itself').to.have.length(1);
    await news.made();
    await news.importFailed('no spec there');
    const same = await resubmit(first, 'same');
    const newest = await resubmit(same, 'newest');
    expect(beside).to.be.below(same);
    expect(newest, 'of one that runs').to.be.above(same);
    await newsOf(stack, same).resolved({ commit: github.SHA, version: null });
    await newsOf(stack, same).made();
    await newsOf(stack, same).importFailed('no spec there');
    const moved = await resubmit(same, 'newest');
    await newsOf(stack, moved).resolved({ commit: 'b'.repeat(40), version: null });
    expect((await said()).map(({ build, number, state, commit }) => [build, number, state, commit])).to.deep.equal([
      [first, 1, 'pending', github.SHA],
      [first, 2, 'running', github.SHA],
      [first, 3, 'failed', github.SHA],
      [same, 1, 'pending', github.SHA],
      [same, 2, 'running', github.SHA],
      [same, 3, 'failed', github.SHA],
      [moved, 1, 'pending', 'b'.repeat(40)],
    ]);
    const contexts = new Set((await said()).map(({ context }) => context));
    expect(contexts.size).to.equal(1);
  });

  it('are asked for of no build that is not the token’s business', async () => {
    const other = await house({ forge: 'gitea', address: 'https://codeberg.org', token: TOKEN });
    await other.push();
    const none = await house(null);
    await none.push();
    const own = await house();
    await stack.ask('POST', '/api_3/build/create/scm', own.auth, {
      ...{ ownername: own.owner, projectname: own.name, clone_url: 'https://github.com/octo/hello' },
    });
    for (const { said, builds } of [other, none, own]) {
      expect(await builds()).to.have.length(1);
      expect(await said()).to.deep.equal([]);
    }
  });

  it('end with the token, and go on with a new one for the same forge only', async () => {
    const { push, said, keep, path, auth } = await house();
    const { news } = await push();
    expect((await stack.ask('DELETE', path, auth)).json).to.include({ has_token: false, forge: null, set_by: null });
    await news.resolved();
    await keep({ forge: 'github', address: 'https://git.corp.example', token: TOKEN });
    await news.importFailed('no spec there');
    expect(await said()).to.have.length(1);
    await keep({ token: 'another-token' });
    const { news: later } = await push(github.push({ after: 'e'.repeat(40) }));
    await later.importFailed('no spec there');
    expect((await said()).map(({ state }) => state)).to.deep.equal(['pending', 'pending', 'failed']);
  });

  it('are known to whoever gave the token to have arrived, or why they did not', async () => {
    const { push, path, auth, projectId, keep } = await house();
    const { build, news } = await push();
    const end = { ...HOME, build, projectId, forge: 'github' as const };
    const use = async () => {
      const { json } = await stack.ask('GET', path, auth);
      return [json['used_on'], json['refusal']];
    };
    const [soon, later] = [1, 2].map((hours) => new Date(Math.ceil(Date.now() / 1000) * 1000 + hours * 3_600_000));
    const at = (time = new Date()) => ({ at: time.toISOString() });
    expect(await use()).to.deep.equal([null, null]);
    await news.statusEnded({ ...end, ...at(later), number: 2, refusal: 'github.com answered 401' });
    await news.statusEnded({ ...end, ...at(soon), number: 1, refusal: null });
    expect(await use(), 'what was said later counts').to.deep.equal([
      (later?.getTime() ?? 0) / 1000,
      'github.com answered 401',
    ]);
    expect(await buildStatusOf(stack.deps.db.manager, build)).to.include({
      toldNumber: 2,
      refusal: 'github.com answered 401',
    });
    await keep({ token: 'another-token' });
    expect(await use(), 'nothing is known of the new one').to.deep.equal([null, null]);
    await news.statusEnded({ ...end, ...at(later), address: 'https://other.example', number: 3, refusal: null });
    expect(await use(), 'it is another forge').to.deep.equal([null, null]);
    await news.statusEnded({ ...end, ...at(later), number: 4, refusal: null });
    expect(await use()).to.deep.equal([(later?.getTime() ?? 0) / 1000, null]);
  });

  it('are told to the end when the project goes, and its token is forgotten', async () => {
    const { said, projectId, owner, name, auth, push } = await house();
    const { news } = await push();
    await news.importFailed('no spec there');
    expect((await stack.ask('DELETE', `/api_3/project/delete/${owner}/${name}`, auth)).status).to.equal(200);
    expect(await said()).to.have.length(2);
    const rows: unknown[] = await stack.deps.db.query('SELECT * FROM status_tokens WHERE project_id = ?', [projectId]);
    expect(rows).to.deep.equal([]);
  });
});

describe('a token for statuses of commits', () => {
  let stack: Stack;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  it('is found nowhere in the database, and in no answer', async () => {
    const { path, auth, github: send, work } = await openHouse('p1', 'alice');
    const { text } = await stack.ask('PUT', path, auth, { token: TOKEN });
    await send({ payload: github.push() });
    await work();
    const shown = await stack.ask('GET', path, auth);
    expect(shown.json).to.include({ has_token: true, ...HOME, set_by: 'alice' });
    expect(text + shown.text)
      .to.not.include(TOKEN)
      .and.not.include('sealed');
    expect(await stack.bodies('status.requested')).to.have.length(1);
    const tables: Record<string, string>[] = await stack.deps.db.query('SHOW TABLES');
    for (const table of tables.flatMap((row) => Object.values(row))) {
      const rows: unknown = await stack.deps.db.query(`SELECT * FROM \`${table}\``);
      expect(JSON.stringify(rows), table).to.not.include(TOKEN);
    }
  });

  const WRONG: readonly [object, RegExp][] = [
    [{}, /^token: This field is required\.$/],
    [{ token: 'short' }, /^token: A token has 8 to 1000 characters\.$/],
    [{ token: 'with a space' }, /^token: A token is made of/],
    [{ token: TOKEN, forge: 'pagure' }, /^forge: Not a valid choice\.$/],
    [{ token: TOKEN, forge: 'gitea' }, /^address: The address of the forge is needed\.$/],
    [{ token: TOKEN, address: 'http://git.example.org' }, /^address: sources are fetched by https/],
    [{ token: TOKEN, address: 'https://127.0.0.1' }, /^address: 127\.0\.0\.1 is not an address of the public/],
    [{ token: TOKEN, address: 'https://alice:secret@git.example.org' }, /^address: the address holds a user name/],
    [{ token: TOKEN, address: 'https://github.com/octo/hello' }, /^address: GitHub is wanted, not a repository/],
    [{ token: TOKEN, forge: 'gitlab', address: 'https://example.org/?a=b' }, /^address: The address of a forge/],
  ];
  it('is refused when it cannot be one, or is for no forge that there could be', async () => {
    const { path, auth } = await openHouse('p2', 'bob');
    for (const [body, error] of WRONG) {
      const { status, json } = await stack.ask('PUT', path, auth, body);
      expect([status, json['error']], JSON.stringify(body)).to.satisfy(
        ([code, text]: [number, string]) => code === 400 && error.test(text),
        String(json['error']),
      );
    }
    expect((await stack.ask('GET', path, auth)).json).to.include({ has_token: false });
  });

  it('is given for a forge below a path, and for Forgejo by Gitea’s name', async () => {
    const { path, auth } = await openHouse('p3', 'carol');
    const body = { forge: 'forgejo', address: 'HTTPS://Example.org/git/', token: TOKEN };
    expect((await stack.ask('PUT', path, auth, body)).json).to.include({
      forge: 'gitea',
      address: 'https://example.org/git',
    });
  });

  it('is nobody’s business who may not edit the project', async () => {
    const { path } = await openHouse('p4', 'dora');
    const stranger = await stack.user('stranger');
    for (const verb of ['GET', 'PUT', 'DELETE'])
      expect((await stack.ask(verb, path, stranger, verb === 'PUT' ? { token: TOKEN } : undefined)).status).to.equal(
        403,
      );
  });

  async function openHouse(name: string, owner: string) {
    const made = await hookHouse(stack, name, owner);
    await made.addPackage('hello');
    return { ...made, path: `/api_3/webhook/status-token/${owner}/${name}` };
  }
});

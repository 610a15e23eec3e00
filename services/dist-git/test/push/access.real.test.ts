import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { learnAccess } from '../../src/store/access.js';
import { callerOf } from '../../src/verbs/caller-of.js';
import { pushTarget } from '../../src/verbs/push-target.js';
import { PROJECT, setStage, type Stage } from '../stage.js';
import { accessOf, basicAuth, mayPush, tellOfPeople, tokenOf } from './people.js';

describe('dist-git’s own picture of who may push', () => {
  let stage: Stage;
  let url: string;
  beforeEach(async () => {
    stage = await setStage();
    ({ url } = await stage.start());
    await tellOfPeople(stage);
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const asks = (authorization?: string, owner = 'alice', dirname = 'tools') =>
    fetch(`${url}/git/${owner}/${dirname}/hello/info/refs?service=git-receive-pack`, {
      headers: authorization === undefined ? {} : { authorization },
    });

  it('lets owners and those in who may build, into side directories too, and nobody else', async () => {
    const may = await Promise.all(['alice', 'bob', 'eve', 'nobody'].map((user) => mayPush(stage, user)));
    expect(may).to.deep.equal([true, true, false, false]);
    expect(await mayPush(stage, 'bob', 'tools:pr:1')).to.equal(true);
    expect(await mayPush(stage, 'bob', 'toolsx')).to.equal(false);
  });

  it('answers clients in words', async () => {
    const unknown = await asks();
    expect([unknown.status, unknown.headers.get('www-authenticate')]).to.deep.equal([
      401,
      'Basic realm="Kopr dist-git: API token as password", charset="UTF-8"',
    ]);
    expect((await asks(basicAuth('alice', 'wrong'))).status).to.equal(401);
    const stranger = await asks(basicAuth('eve'));
    expect([stranger.status, await stranger.text()]).to.deep.equal([
      403,
      'eve may not push to alice/tools: only who may build there may\n',
    ]);
    expect((await asks(basicAuth('eve'), 'alice', 'nothing')).status).to.equal(404);
  });

  it('makes an address wait that tries tokens, whatever it tries then', async () => {
    for (let tries = 1; tries <= 20; tries++)
      expect((await asks(basicAuth('alice', `wrong${tries}`))).status).to.equal(401);
    const late = await asks(basicAuth('alice'));
    expect(late.status).to.equal(429);
    expect(Number(late.headers.get('retry-after'))).to.be.within(1, 60);
  });

  it('takes everybody behind a trusted proxy for themselves, and believes nobody else', async () => {
    const behind = await stage.start({ KOPR_TRUSTED_PROXIES: '127.0.0.1' });
    const statusOf = async (at: string, token: string, from: string): Promise<number> => {
      const headers = { authorization: basicAuth('alice', token), 'x-forwarded-for': from };
      return (await fetch(`${at}/git/alice/tools/hello/info/refs?service=git-receive-pack`, { headers })).status;
    };
    for (const at of [behind.url, url])
      for (let tries = 1; tries <= 20; tries++) await statusOf(at, `wrong${tries}`, '192.0.2.1');
    expect(await statusOf(behind.url, 'wrong', '192.0.2.1')).to.equal(429);
    expect(await statusOf(behind.url, 'wrong', '192.0.2.2')).to.equal(401);
    expect(await statusOf(url, 'wrong', '192.0.2.2'), 'without a proxy').to.equal(429);
  });

  it('forgets a revoked token within five seconds', async () => {
    const revokedAt = Date.now();
    await stage.say('access.changed', accessOf('alice', { revision: 2, tokens: [] }));
    await eventually(async () => (await asks(basicAuth('alice'))).status === 401, { what: 'alice is refused' });
    expect(Date.now() - revokedAt).to.be.below(5000);
  });

  it('is not changed by an older word that comes late', async () => {
    expect(await learnAccess(stage.db.manager, accessOf('bob', { revision: 5 }))).to.equal(true);
    expect(await learnAccess(stage.db.manager, accessOf('bob', { revision: 4, projects: [PROJECT.id] }))).to.equal(
      false,
    );
    expect(await mayPush(stage, 'bob')).to.equal(false);
  });

  it('counts no token that has expired, and none that is for something else', async () => {
    const [token] = accessOf('bob').tokens;
    const at = (expiresAt: string | null, scopes = ['push']) =>
      learnAccess(stage.db.manager, accessOf('bob', { revision: 9, tokens: [{ ...token!, expiresAt, scopes }] }));
    await at('2026-01-01T23:59:59Z');
    const caller = (now: string) => callerOf(stage.db, basicAuth('whoever', tokenOf('bob')), new Date(now));
    expect(await caller('2026-01-01T23:59:58Z')).to.deep.equal({ user: 'bob' });
    expect(await caller('2026-01-02T00:00:00Z')).to.equal(undefined);
    await at(null, ['read']);
    expect(await caller('2026-01-01T00:00:00Z')).to.equal(undefined);
  });

  it('lets a deleted project stay deleted whatever is said late, and a newer one have its name', async () => {
    const newer = { ...PROJECT, id: 70 };
    const target = async () => pushTarget(stage.db, { user: 'alice' }, 'alice', 'tools');
    await stage.say('project.deleted', { project: newer, dirnames: ['tools'] });
    await stage.say('project.changed', { project: newer, chroots: [] });
    // The first of that name is gone, too: there was a later one.
    await eventually(async () => !(await target()).ok, { what: 'no project has the name' });
    await stage.say('project.changed', { project: { ...PROJECT, id: 71 }, chroots: [] });
    await eventually(async () => (await target()).ok, { what: 'the name is back' });
    expect(await target()).to.deep.equal({ ok: true, projectId: 71 });
  });
});

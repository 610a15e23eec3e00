import { expect } from 'chai';
import { Redis } from 'ioredis';
import { freshRedis } from '@kopr/shared/testkit';
import { isOwnForm, openSessions } from '../src/http/sessions.js';
import { newToken, userOfToken } from '../src/verbs/new-token.js';
import { createUser } from '../src/verbs/create-user.js';
import { logIn } from '../src/verbs/log-in.js';
import { tokensOf, revokeToken } from '../src/store/tokens.js';
import { openStack } from './stack.js';

describe('sessions', () => {
  it('are found by their cookie until they end, and Redis never holds the cookie', async () => {
    await using server = await freshRedis();
    const redis = new Redis(server.url);
    const sessions = openSessions(redis, 1, `${server.prefix}:`);
    const session = await sessions.begin(7);
    expect(await sessions.find(session.id)).to.deep.equal(session);
    const keys = await redis.keys(`${server.prefix}*`);
    expect(keys.join()).not.to.include(session.id);
    expect(await redis.ttl(keys[0] ?? '')).to.be.within(86_000, 86_400);
    await sessions.end(session.id);
    expect(await sessions.find(session.id)).to.equal(undefined);
    expect(await sessions.find('../../etc')).to.equal(undefined);
    expect([await sessions.count('x', 60), await sessions.count('x', 60)]).to.deep.equal([1, 2]);
    redis.disconnect();
  });

  it('last an hour for strangers, however often they are used, and the full time for users', async () => {
    await using server = await freshRedis();
    const redis = new Redis(server.url);
    const sessions = openSessions(redis, 14, `${server.prefix}:`);
    for (const [userId, seconds] of [
      [null, 3600],
      [7, 14 * 86_400],
    ] as const) {
      const { id } = await sessions.begin(userId);
      const [key = ''] = await redis.keys(`${server.prefix}*`);
      expect(await redis.ttl(key)).to.be.within(seconds - 60, seconds);
      await redis.expire(key, 60);
      await sessions.find(id);
      expect(await redis.ttl(key), 'after use').to.be.within(seconds - 60, seconds);
      await sessions.end(id);
    }
    redis.disconnect();
  });

  it('know their own forms', () => {
    const session = { id: 'i', userId: 7, csrf: 'secret' };
    expect(isOwnForm(session, 'secret')).to.equal(true);
    for (const token of ['Secret', '', undefined, ['secret']]) expect(isOwnForm(session, token)).to.equal(false);
    expect(isOwnForm(undefined, 'secret')).to.equal(false);
  });

  it('also open the API, before any token is looked at', async () => {
    await using stack = await openStack();
    const user = await createUser(stack.deps, { name: 'alice' });
    const session = await stack.deps.sessions.begin(user.id);
    const headers = { cookie: `x=1; session=${session.id}`, authorization: 'Basic !!!' };
    const response = await fetch(`${stack.url}/api_3/auth-check`, { headers });
    expect(await response.json()).to.deep.equal({ id: user.id, name: 'alice' });
  });
});

describe('users', () => {
  it('are made again without harm, and said to whoever listens', async () => {
    await using stack = await openStack();
    const first = await createUser(stack.deps, { name: 'alice', email: 'alice@example.org', admin: true });
    const again = await createUser(stack.deps, { name: 'alice' });
    expect(again).to.deep.equal(first);
    expect(await stack.bodies('user.changed')).to.have.length(2);
    expect((await stack.bodies('user.changed'))[1]).to.deep.equal({
      user: 'alice',
      email: 'alice@example.org',
      wantsMail: true,
      active: true,
      admin: true,
    });
    expect((await stack.bodies('access.changed')).map(({ revision }) => revision)).to.deep.equal([1, 2]);
  });

  it('log in by their password, as long as they are active', async () => {
    await using stack = await openStack();
    await createUser(stack.deps, { name: 'alice', password: 'correct horse' });
    await createUser(stack.deps, { name: 'bob' });
    expect((await logIn(stack.deps, 'alice', 'correct horse'))?.name).to.equal('alice');
    for (const [name, password] of [
      ['alice', 'wrong'],
      ['bob', ''],
      ['nobody', 'nobody'],
    ] as const) {
      expect(await logIn(stack.deps, name, password), name).to.equal(undefined);
    }
    await createUser(stack.deps, { name: 'alice', active: false });
    expect(await logIn(stack.deps, 'alice', 'correct horse')).to.equal(undefined);
  });

  it('have tokens that end on their day, by being revoked, and with their user', async () => {
    await using stack = await openStack();
    const { deps } = stack;
    const tx = deps.db.manager;
    const alice = await createUser(deps, { name: 'alice' });
    const { login, token, expiresOn } = await newToken(deps, alice);
    const onDay = (time: string) => userOfToken(tx, login, token, new Date(time));
    expect((await onDay(`${expiresOn}T23:59:59Z`))?.name).to.equal('alice');
    expect(await onDay('2999-01-01T00:00:00Z')).to.equal(null);
    expect(await userOfToken(tx, login, 'wrong', deps.now())).to.equal(null);
    const [row] = await tokensOf(tx, alice.id);
    expect(JSON.stringify(row)).not.to.include(token);
    await createUser(deps, { name: 'alice', active: false });
    expect(await onDay(`${expiresOn}T00:00:00Z`)).to.equal(null);
    await createUser(deps, { name: 'alice', active: true });
    expect(await revokeToken(tx, alice.id, row?.id ?? 0)).to.equal(true);
    expect(await onDay(`${expiresOn}T00:00:00Z`)).to.equal(null);
  });
});

import { expect } from 'chai';
import { transact } from '@kopr/shared/outbox';
import { runCommand } from '../src/commands.js';
import { TOPICS } from '../src/store/introductions.js';
import { findUser } from '../src/store/users.js';
import { createUser } from '../src/verbs/create-user.js';
import { endToken } from '../src/verbs/end-token.js';
import { introduce } from '../src/verbs/introduce.js';
import { newToken } from '../src/verbs/new-token.js';
import { sayAccess } from '../src/verbs/say-access.js';
import { openStack, type Stack } from './stack.js';

describe('what new listeners are told', () => {
  let stack: Stack;
  before(async () => {
    stack = await openStack();
    const alice = await stack.user('alice', { admin: true, email: 'alice@example.org' });
    await stack.user('bob');
    const made = await stack.ask('POST', '/api_3/project/add/alice', alice, {
      name: 'tools',
      chroots: ['fedora-42-x86_64'],
    });
    expect(made.status, made.text).to.equal(200);
    await stack.said();
  });
  after(() => stack[Symbol.asyncDispose]());

  const tellAll = async () => {
    for (const topic of TOPICS) while (await introduce(stack.deps, topic));
  };

  it('is every user, who may push where, and every project, once', async () => {
    await tellAll();
    const told = ['user.changed', 'access.changed', 'user.changed', 'access.changed', 'project.changed'];
    expect(await stack.said()).to.deep.equal(told);
    const [user] = (await stack.bodies('user.changed')).filter(({ user: name }) => name === 'alice').slice(-1);
    expect(user).to.include({ email: 'alice@example.org', admin: true });
    expect((await stack.bodies('project.changed')).at(-1)).to.deep.include({ chroots: ['fedora-42-x86_64'] });
    await tellAll();
    expect(await stack.said()).to.deep.equal([]);
  });

  it('is said again when an operator wants it', async () => {
    expect((await runCommand(stack.deps, ['news', 'repeat'])).code).to.equal(0);
    await tellAll();
    expect(await stack.said()).to.have.length(5);
  });

  it('comes in parts when there is much of it', async () => {
    for (let nth = 0; nth < 60; nth++) await createUser(stack.deps, { name: `user${nth}` });
    await runCommand(stack.deps, ['news', 'repeat']);
    await stack.said();
    expect(await introduce(stack.deps, 'users')).to.equal(true);
    expect(await stack.said()).to.have.length(100);
    expect(await introduce(stack.deps, 'users')).to.equal(false);
    expect(await stack.said()).to.have.length(24);
  });
});

describe('words about access', () => {
  it('are counted, see what came before them, and take everything from who is not active', async () => {
    await using stack = await openStack();
    await stack.user('carol');
    const carol = await findUser(stack.deps.db.manager, 'carol');
    if (!carol) throw new Error('carol is there');
    const tokens = await Promise.all(Array.from({ length: 8 }, () => newToken(stack.deps, carol)));
    expect(tokens).to.have.length(8);
    const rows = await stack.deps.db.query<{ id: number }[]>('SELECT id FROM api_tokens ORDER BY id');
    await Promise.all([
      ...rows.map(({ id }) => endToken(stack.deps, carol, id)),
      ...rows.map(() => transact(stack.deps.db, (tx, say) => sayAccess(tx, say, carol))),
    ]);
    const words = (await stack.bodies('access.changed')).sort((a, b) => (a.revision ?? 0) - (b.revision ?? 0));
    expect(new Set(words.map(({ revision }) => revision)).size).to.equal(words.length);
    expect(words.at(-1)?.tokens).to.deep.equal([]);
    await newToken(stack.deps, carol);
    await createUser(stack.deps, { name: 'carol', active: false });
    expect((await stack.bodies('access.changed')).at(-1)).to.deep.include({ user: 'carol', tokens: [] });
  });
});

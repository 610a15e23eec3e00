import { expect } from 'chai';
import { createGroup } from '../src/verbs/create-group.js';
import { openStack, type Stack } from './stack.js';

const CHROOTS = ['fedora-42-x86_64'];

describe('API v3: finding projects', () => {
  let stack: Stack;
  before(async () => {
    stack = await openStack();
    const [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
    await createGroup(stack.deps, 'devel', ['bob']);
    const add = (owner: string, auth: string, name: string, more = {}) =>
      stack.ask('POST', `/api_3/project/add/${owner}`, auth, { name, chroots: CHROOTS, ...more });
    await add('alice', alice, 'p1');
    await add('alice', alice, 'P1');
    await add('alice', alice, 'Tools_50');
    await add('alice', alice, 'hidden', { unlisted_on_hp: true });
    await add('bob', bob, 'web', { chroots: ['epel-9-x86_64'], description: 'Editors, and more.' });
    const group = await add('@devel', bob, 'gp');
    await add('bob', bob, 'gone-tools');
    await stack.ask('DELETE', '/api_3/project/delete/bob/gone-tools', bob);
    for (const name of ['hello', 'python3-requests']) {
      await stack.deps.db.query('INSERT INTO packages (project_id, name, created_at) VALUES (?, ?, UTC_TIMESTAMP())', [
        group.json['id'],
        name,
      ]);
    }
  });
  after(() => stack[Symbol.asyncDispose]());

  const search = (query: string, more = '') =>
    stack.ask('GET', `/api_3/project/search?query=${encodeURIComponent(query)}${more}`);
  const found = async (query: string, more?: string) =>
    ((await search(query, more)).json['items'] as { full_name: string }[]).map((project) => project.full_name);

  const ALICES = ['alice/Tools_50', 'alice/P1', 'alice/p1'];
  const cases: [string, string, string[]][] = [
    ['an owner, but not what is unlisted', 'alice', ALICES],
    ['part of an owner, whatever the case', 'LIC', ALICES],
    ['part of a name', 'ools', ['alice/Tools_50']],
    ['a group', '@devel', ['@devel/gp']],
    ['a chroot', 'epel-9', ['bob/web']],
    ['a word of a description, whatever the case', 'editor', ['bob/web']],
    ['no operators of the full text', '-editors -zzz', ['bob/web']],
    ['nothing that a description has but in part', 'editors-zzz', []],
    ['the beginning of a package', 'hell', ['@devel/gp']],
    ['the second part of a package', 'requests', ['@devel/gp']],
    ['any of several words', 'zzz  hello', ['@devel/gp']],
    ['parts of owner and name, whatever the case', 'ali/p1', ['alice/P1', 'alice/p1']],
    ['parts of owner and name, also unlisted', 'alice/hid', ['alice/hidden']],
    ['an owner alone', 'alice/', ['alice/hidden', ...ALICES]],
    ['a name alone', '/web', ['bob/web']],
    ['a group’s project', '@devel/gp', ['@devel/gp']],
    ['nothing that a wildcard of SQL would find', 'to%ls', []],
    ['nothing that an underscore of SQL would find', 'alice/_ool', []],
    ['nothing that is gone', 'gone', []],
    ['nothing for a field’s name', 'owner:alice', []],
    ['all projects when it is empty', '', ['@devel/gp', 'bob/web', 'alice/hidden', ...ALICES]],
  ];
  for (const [what, query, names] of cases) {
    it(`finds ${what}`, async () => expect(await found(query)).to.deep.equal(names));
  }

  it('pages through what it found, and echoes what was asked', async () => {
    const { json } = await search('alice', '&limit=1&offset=1&order=name&order_type=DESC');
    expect(json['meta']).to.deep.equal({ limit: 1, offset: 1, order: 'name', order_type: 'DESC' });
    expect(await found('alice', '&limit=1&offset=1')).to.deep.equal(['alice/P1']);
  });

  for (const short of ['p', 'p1', '*a*b*', '"[', '  x ']) {
    it(`refuses ${JSON.stringify(short)} as too short`, async () => {
      const { status, json } = await search(short);
      expect([status, json]).to.deep.equal([400, { error: 'Search string must have at least 3 characters' }]);
    });
  }

  it('refuses to search for nothing, or with a page that makes no sense', async () => {
    const missing = await stack.ask('GET', '/api_3/project/search');
    expect([missing.status, missing.json]).to.deep.equal([400, { error: 'Missing argument query' }]);
    const wrong = await search('alice', '&limit=x');
    expect([wrong.status, wrong.json]).to.deep.equal([400, { error: "{'limit': ['Not a valid integer value.']}" }]);
    expect((await search('x'.repeat(300))).status).to.equal(400);
  });
});

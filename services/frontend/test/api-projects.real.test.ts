import { expect } from 'chai';
import { createGroup } from '../src/verbs/create-group.js';
import { PACKAGE_ORDERS } from '../src/store/packages.js';
import { openStack, type Stack } from './stack.js';

const P1 = { name: 'p1', chroots: ['fedora-42-x86_64', 'epel-9-x86_64'] };

describe('API v3: projects', () => {
  let stack: Stack;
  let alice: string;
  let bob: string;
  before(async () => {
    stack = await openStack();
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
    await createGroup(stack.deps, 'devel', ['bob']);
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(() => stack.said());

  it('tells its version, with and without the slash', async () => {
    for (const path of ['/api_3', '/api_3/']) expect((await stack.ask('GET', path)).json).to.deep.equal({ version: 3 });
  });

  it('knows whose token it is, whatever the scheme is called', async () => {
    const { json } = await stack.ask('GET', '/api_3/auth-check/', alice.replace('Basic', 'Foo'));
    expect(json).to.deep.include({ name: 'alice' });
  });

  it('says of a deleted project how its directories were called, however many and long', async () => {
    const { json } = await stack.ask('POST', '/api_3/project/add/alice', alice, { ...P1, name: 'wide' });
    await stack.deps.db.query(
      `INSERT INTO project_dirs (project_id, name, created_at)
        SELECT ?, CONCAT('wide:custom:', LPAD(seq, 80, 'x')), NOW(3) FROM seq_1_to_1500`,
      [json['id']],
    );
    expect((await stack.ask('DELETE', '/api_3/project/delete/alice/wide', alice)).status).to.equal(200);
    const told = (await stack.bodies('project.deleted')).filter(({ project }) => project.name === 'wide');
    expect(new Set(told.flatMap(({ dirnames }) => dirnames))).to.have.property('size', 1501);
    // The bus takes 64 KiB.
    for (const body of told) expect(JSON.stringify(body).length).to.be.lessThan(60_000);
  });

  const strangers: [string, string | undefined][] = [
    ['nothing', undefined],
    ['no base64', 'Basic !!!'],
    ['no colon', 'Basic YWxpY2U='],
    ['a wrong token', `Basic ${Buffer.from('a:b').toString('base64')}`],
  ];
  for (const [what, auth] of strangers) {
    it(`answers 401 to ${what}, in Copr's words`, async () => {
      const { status, json } = await stack.ask('GET', '/api_3/auth-check', auth);
      expect(status).to.equal(401);
      const error = 'Login invalid/expired. Please visit http://localhost:5000/api to get or renew your API token.';
      expect(json).to.deep.equal({ output: 'notok', error });
    });
  }

  it('replaces the token that asks for a new one, and only that', async () => {
    const [first, second] = [await stack.user('carol'), await stack.user('carol')];
    const { json } = await stack.ask('POST', '/api_3/api-token', first);
    expect(json['api_login']).to.match(/^[a-z]{20}$/);
    expect(json['api_token']).to.match(/^[a-z]{30}$/);
    expect(json['expiration']).to.match(/^\d{4}-\d\d-\d\d$/);
    expect((await stack.ask('GET', '/api_3/auth-check', first)).status).to.equal(401);
    expect((await stack.ask('GET', '/api_3/auth-check', second)).status).to.equal(200);
  });

  it('takes a token on its last day, and not on the day after', async () => {
    const dora = await stack.user('dora');
    const expire = (days: number) =>
      stack.deps.db.query(
        `UPDATE api_tokens JOIN users ON users.id = user_id SET expires_on = UTC_DATE() - INTERVAL ? DAY
          WHERE users.name = 'dora'`,
        [days],
      );
    await expire(0);
    expect((await stack.ask('GET', '/api_3/auth-check', dora)).status).to.equal(200);
    await expire(1);
    expect((await stack.ask('GET', '/api_3/auth-check', dora)).status).to.equal(401);
    expect((await stack.ask('POST', '/api_3/api-token', dora)).status).to.equal(401);
    // Where nobody needs to be known, a token that ended does no harm.
    expect((await stack.ask('GET', '/api_3/project/list', dora)).status).to.equal(200);
  });

  it('says who may push where when a user and when a token comes', async () => {
    const erin = await stack.user('erin');
    await stack.ask('POST', '/api_3/api-token', erin);
    const said = (await stack.bodies('access.changed')).filter(({ user }) => user === 'erin');
    expect(said.map(({ tokens }) => tokens.length)).to.deep.equal([0, 1, 1]);
    expect(said[0]?.tokens[0]?.sha256).to.not.equal(said[1]?.tokens[0]?.sha256);
  });

  it('lists chroots with their comments', async () => {
    const { json } = await stack.ask('GET', '/api_3/mock-chroots/list');
    expect(json).to.deep.equal({ 'fedora-42-x86_64': '', 'fedora-42-aarch64': '', 'epel-9-x86_64': '' });
  });

  it('creates a project with all of Copr’s keys, and orders its repositories', async () => {
    const { status, json } = await stack.ask('POST', '/api_3/project/add/alice?exist_ok=False', alice, {
      ...P1,
      description: 'žluť <b>',
      homepage: null,
      enable_net: 'False',
      appstream: '0',
      devel_mode: 0,
      repo_priority: '5',
    });
    expect(status).to.equal(200);
    expect(json).to.deep.include({
      name: 'p1',
      ownername: 'alice',
      full_name: 'alice/p1',
      enable_net: true,
      appstream: true,
    });
    expect(json).to.deep.include({
      devel_mode: false,
      repo_priority: 5,
      homepage: null,
      storage: 'backend',
      auto_prune: true,
    });
    expect(json['chroot_repos']).to.deep.equal({
      'fedora-42-x86_64': 'http://localhost:5002/results/alice/p1/fedora-42-x86_64/',
      'epel-9-x86_64': 'http://localhost:5002/results/alice/p1/epel-9-x86_64/',
    });
    expect(await stack.said()).to.deep.equal(['project.changed', 'repo.requested']);
    const again = await stack.ask('GET', '/api_3/project/?ownername=alice&projectname=p1');
    expect(again.json).to.deep.equal(json);
    expect(again.text).to.include('\\u017elu\\u0165').and.match(/\n$/);
  });

  it('gives back a project that exists, when told to', async () => {
    const { json } = await stack.ask('POST', '/api_3/project/add/alice?exist_ok=True', alice, {
      name: 'p1',
      chroots: ['zz'],
    });
    expect(json['full_name']).to.equal('alice/p1');
    expect(await stack.said()).to.be.empty;
  });

  const refusals: [string, object, number, string][] = [
    ['an empty form', {}, 400, "name: This field is required.\nchroots: '[]' is not a valid choice for this field."],
    ['no chroots', { name: 'x', chroots: [] }, 400, "chroots: '[]' is not a valid choice for this field."],
    ['one bad chroot', { name: 'x', chroots: ['zz'] }, 400, "chroots: 'zz' is not a valid choice for this field."],
    [
      'bad chroots',
      { name: 'x', chroots: ['epel-9-x86_64', 'zz', 'yy'] },
      400,
      "chroots: 'zz', 'yy' are not valid choices for this field.",
    ],
    [
      'several wrong fields',
      { ...P1, name: 'a b', homepage: 'x', isolation: 'q' },
      400,
      'homepage: Invalid URL.\nisolation: Not a valid choice.\nname: Name must contain only letters, digits, underscores, dashes and dots.',
    ],
    [
      'a name of dots',
      { ...P1, name: '..' },
      400,
      'name: Name must contain only letters, digits, underscores, dashes and dots.',
    ],
    ['a number for a name', { ...P1, name: '123' }, 400, "name: Project's name can not be just number."],
    ['a taken name', P1, 400, "name: You already have a project named 'p1'."],
    [
      'a bad number',
      { ...P1, name: 'x', delete_after_days: 'x' },
      400,
      'delete_after_days: Not a valid integer value.\ndelete_after_days: Number must be between -1 and 720.',
    ],
    ['a low priority', { ...P1, name: 'x', repo_priority: 0 }, 400, 'repo_priority: Number must be at least 1.'],
    ['no address', { ...P1, name: 'x', contact: 'nope' }, 400, 'contact: Contact must be email address or URL'],
    [
      'no URLs',
      { ...P1, name: 'x', additional_repos: ['ftp//x'] },
      400,
      "repos: A list of http[s] URLs separated by whitespace characters is needed ('ftp//x' doesn't seem to be a valid URL).",
    ],
    [
      'a repository inside',
      { ...P1, name: 'x', repos: 'http://a.example.org/ http://10.0.0.5:8080/' },
      400,
      "repos: 'http://10.0.0.5:8080/' cannot be used: 10.0.0.5 is not an address of the public internet; nothing is fetched from there.",
    ],
    [
      'a missing project',
      { ...P1, name: 'x', repos: 'copr://alice/none' },
      400,
      'repos: copr://alice/none does not exist.',
    ],
    ['no pruning', { ...P1, name: 'x', auto_prune: false }, 403, 'Non-admin cannot disable auto-prunning.'],
    ['a storage', { ...P1, name: 'x', storage: 'pulp' }, 403, 'Non-admin cannot set storage'],
  ];
  for (const [what, form, status, error] of refusals) {
    it(`refuses ${what} in Copr's words`, async () => {
      const reply = await stack.ask('POST', '/api_3/project/add/alice', alice, form);
      expect(reply.json).to.deep.equal({ error });
      expect(reply.status).to.equal(status);
    });
  }

  it('lets nobody make a project for others, and members for their group', async () => {
    const other = await stack.ask('POST', '/api_3/project/add/bob', alice, P1);
    expect(other.status).to.equal(403);
    expect(other.json['error']).to.equal(
      "You were authorized as 'alice' user without permissions to access projects of user 'bob'",
    );
    expect((await stack.ask('POST', '/api_3/project/add/nobody', alice, P1)).json['error']).to.equal(
      "No such user `nobody'",
    );
    const group = await stack.ask('POST', '/api_3/project/add/@devel', alice, P1);
    expect(group.json['error']).to.match(/^User 'alice' doesn't have access to the copr group 'devel'/);
    expect((await stack.ask('POST', '/api_3/project/add/@devel', bob, P1)).json['full_name']).to.equal('@devel/p1');
    expect((await stack.ask('POST', '/api_3/project/add/alice', undefined, P1)).status).to.equal(401);
  });

  it('says what is missing', async () => {
    const cases: [string, number, string][] = [
      ['/project?ownername=alice', 400, 'Missing argument projectname'],
      ['/project?ownername=alice&projectname=zz', 404, 'Project alice/zz does not exist.'],
      ['/project?ownername=@zz&projectname=zz', 404, 'Group zz does not exist.'],
      ['/project?ownername=@devel&projectname=zz', 404, 'Project @devel/zz does not exist.'],
      ['/nope', 404, "Such API endpoint doesn't exist"],
    ];
    for (const [path, status, error] of cases) {
      const reply = await stack.ask('GET', `/api_3${path}`);
      expect([reply.status, reply.json]).to.deep.equal([status, { error }]);
    }
    const wrong = await stack.ask('DELETE', '/api_3/project/list');
    expect([wrong.status, wrong.json['error']]).to.deep.equal([
      405,
      'The method is not allowed for the requested URL.',
    ]);
    expect((await stack.ask('GET', '/api_3//project/list')).status).to.equal(308);
  });

  it('lists projects page by page and echoes what was asked', async () => {
    for (const name of ['l1', 'l2', 'l3']) await stack.ask('POST', '/api_3/project/add/bob', bob, { ...P1, name });
    const names = ({ json }: { json: Record<string, unknown> }) =>
      (json['items'] as { name: string }[]).map(({ name }) => name);
    const page = await stack.ask(
      'GET',
      '/api_3/project/list?ownername=bob&limit=2&offset=1&order=name&order_type=DESC',
    );
    expect(names(page)).to.deep.equal(['l2', 'l1']);
    expect(page.json['meta']).to.deep.equal({ limit: 2, offset: 1, order: 'name', order_type: 'DESC' });
    const all = await stack.ask('GET', '/api_3/project/list?ownername=bob&order=&order_type=&limit=');
    expect(names(all)).to.deep.equal(['l1', 'l2', 'l3']);
    expect(all.json['meta']).to.deep.equal({ limit: null, offset: 0, order: 'id', order_type: 'ASC' });
    expect(names(await stack.ask('GET', '/api_3/project/list?ownername=zz'))).to.be.empty;
  });

  it('lists them in every order that an index has, and by long texts in that of their numbers', async () => {
    const auth = await stack.user('orderly');
    for (const [name, more] of [
      ['o1', { repo_priority: 7, description: 'zebra' }],
      ['o2', { repo_priority: 5, description: 'ape' }],
      ['o3', { repo_priority: 5, description: 'mole' }],
    ] as const) {
      await stack.ask('POST', '/api_3/project/add/orderly', auth, { ...P1, name, ...more });
    }
    const list = async (order: string) => {
      const { json } = await stack.ask('GET', `/api_3/project/list?ownername=orderly&order=${order}`);
      expect((json['meta'] as { order: string }).order).to.equal(order.split('&')[0]);
      return (json['items'] as { name: string }[]).map(({ name }) => name).join(' ');
    };
    expect(await list('repo_priority')).to.equal('o2 o3 o1');
    expect(await list('repo_priority&order_type=DESC')).to.equal('o1 o3 o2');
    for (const order of ['description', 'homepage', 'contact', 'created_on', 'user', 'user_id', 'group_id'])
      expect(await list(order)).to.equal('o1 o2 o3');
  });

  for (const [table, scope, columns] of [
    ['projects', 'living', ['id', ...['name', 'created_by', 'group_id', 'repo_priority']]],
    ['packages', 'project_id', ['id', ...PACKAGE_ORDERS]],
  ] as const) {
    it(`can sort none of ${table} but by an index`, async () => {
      const indexed: { name: string }[] = await stack.deps.db.query(
        `SELECT second.column_name AS name FROM information_schema.statistics first
          JOIN information_schema.statistics second USING (table_schema, table_name, index_name)
          WHERE table_schema = DATABASE() AND table_name = ? AND first.seq_in_index = 1 AND first.column_name = ?
            AND second.seq_in_index = 2`,
        [table, scope],
      );
      expect(indexed.map(({ name }) => name)).to.include.members([...columns]);
    });
  }

  it('answers 400 to pages that make no sense', async () => {
    const cases: [string, string][] = [
      ['limit=abc', "{'limit': ['Not a valid integer value.']}"],
      ['limit=-1', "{'limit': ['Number must be at least 0.']}"],
      ['order=zzz', "Cannot order by zzz, copr doesn't have such property"],
      ['order_type=desc', "{'order_type': ['Not a valid choice.']}"],
    ];
    for (const [query, error] of cases) {
      const reply = await stack.ask('GET', `/api_3/project/list?${query}`);
      expect([reply.status, reply.json]).to.deep.equal([400, { error }]);
    }
  });

  it('never answers 500 to what makes no sense', async () => {
    const bodies: unknown[] = [
      ['a'],
      'abc',
      5,
      { name: 5, chroots: 5 },
      { name: { x: 1 }, chroots: { a: 1 } },
      { name: ['x', 'y'] },
      { ...P1, name: 'x'.repeat(101) },
      { ...P1, name: 'big', repo_priority: 99999999999 },
      { ...P1, name: 'big', homepage: `http://x.org/${'y'.repeat(70_000)}` },
      { ...P1, name: 'big', chroots: Array.from({ length: 2000 }, (_, i) => `c${i}`) },
    ];
    for (const body of bodies) {
      const { status } = await stack.ask('POST', '/api_3/project/add/alice', alice, body);
      expect(status, JSON.stringify(body)).to.equal(400);
    }
    const broken = await fetch(`${stack.url}/api_3/project/add/alice`, {
      method: 'POST',
      headers: { authorization: alice, 'content-type': 'application/json' },
      body: '{"name":',
    });
    expect(broken.status).to.equal(400);
    expect(await broken.json()).to.have.property('error');
  });

  it('takes descriptions of any length', async () => {
    const description = 'ž'.repeat(100_000);
    const { json } = await stack.ask('POST', '/api_3/project/add/alice', alice, { ...P1, name: 'long', description });
    expect(json['description']).to.equal(description);
  });

  it('deletes a project, whose name is free at once and whose number never comes back', async () => {
    const made = await stack.ask('POST', '/api_3/project/add/alice', alice, { ...P1, name: 'gone' });
    const foreign = await stack.ask('DELETE', '/api_3/project/delete/alice/gone', bob, { verify: true });
    expect([foreign.status, foreign.json['error']]).to.deep.equal([403, 'Only owners may delete their projects.']);
    await stack.said();
    const gone = await stack.ask('POST', '/api_3/project/delete/alice/gone', alice, { verify: true });
    expect(gone.json).to.deep.equal(made.json);
    expect(gone.headers.get('warning')).to.equal('This method is deprecated: Use DELETE method instead of POST');
    expect(await stack.said()).to.deep.equal(['repo.requested', 'project.deleted']);
    const again = await stack.ask('POST', '/api_3/project/add/alice', alice, { ...P1, name: 'gone' });
    expect(Number(again.json['id'])).to.be.greaterThan(Number(made.json['id']));
  });
});

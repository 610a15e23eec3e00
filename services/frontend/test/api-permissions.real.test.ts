import { expect } from 'chai';
import { findProject, ProjectEntity } from '../src/store/projects.js';
import { createGroup } from '../src/verbs/create-group.js';
import { openStack, type Stack } from './stack.js';

const CHROOTS = ['fedora-42-x86_64'];

describe('API v3: permissions', () => {
  let stack: Stack;
  let [alice, bob, carol] = ['', '', ''];
  let name = '';
  let count = 0;
  before(async () => {
    stack = await openStack();
    [alice, bob, carol] = [await stack.user('alice'), await stack.user('bob'), await stack.user('carol')];
    await createGroup(stack.deps, 'devel', ['carol', 'alice']);
    await stack.ask('POST', '/api_3/project/add/@devel', carol, { name: 'tools', chroots: CHROOTS });
  });
  beforeEach(async () => {
    name = `tools${(count += 1)}`;
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name, chroots: CHROOTS });
    await stack.said();
  });
  after(() => stack[Symbol.asyncDispose]());

  const base = '/api_3/project/permissions';
  const request = (auth: string | undefined, body?: unknown, project = `alice/${name}`) =>
    stack.ask('PUT', `${base}/request/${project}`, auth, body);
  const set = (auth: string | undefined, body?: unknown) => stack.ask('PUT', `${base}/set/alice/${name}`, auth, body);
  const get = (auth: string | undefined) => stack.ask('GET', `${base}/get/alice/${name}`, auth);
  const canBuild = async (who: string, project = `alice/${name}`) =>
    (await stack.ask('GET', `${base}/can_build_in/${who}/${project}`)).json['can_build_in'];

  it('are asked for, seen by the owner, approved, and then obeyed', async () => {
    expect((await get(alice)).json).to.deep.equal({ error: `No permissions set on alice/${name} project` });
    expect((await request(bob, { builder: true, admin: false })).json).to.deep.equal({ updated: true });
    expect((await request(bob, { builder: true })).json).to.deep.equal({ updated: false });
    expect((await get(alice)).json).to.deep.equal({ permissions: { bob: { admin: 'nothing', builder: 'request' } } });
    expect(await canBuild('bob')).to.equal(false);
    expect((await set(alice, { bob: { builder: 'approved' } })).json).to.deep.equal({ updated: ['bob'] });
    expect((await set(alice, { bob: { builder: 'approved' } })).json).to.deep.equal({ updated: [] });
    expect(await canBuild('bob')).to.equal(true);
    const build = { ownername: 'alice', projectname: name, pkgs: ['http://example.org/a-1-1.src.rpm'] };
    expect((await stack.ask('POST', '/api_3/build/create/url', bob, build)).status).to.equal(200);
    expect((await stack.ask('PUT', `/api_3/project/edit/alice/${name}`, bob, { description: 'x' })).status).to.equal(
      403,
    );
  });

  it('let an approved admin edit, decide and build, but not delete', async () => {
    await set(alice, { bob: { admin: 'approved' } });
    expect((await stack.ask('PUT', `/api_3/project/edit/alice/${name}`, bob, { description: 'x' })).status).to.equal(
      200,
    );
    expect((await set(bob, { carol: { builder: 'approved' } })).json).to.deep.equal({ updated: ['carol'] });
    expect(await canBuild('bob')).to.equal(true);
    expect((await get(bob)).status).to.equal(200);
    const gone = await stack.ask('DELETE', `/api_3/project/delete/alice/${name}`, bob, { verify: true });
    expect([gone.status, gone.json['error']]).to.deep.equal([403, 'Only owners may delete their projects.']);
  });

  it('decide in which words a deletion is refused while builds run', async () => {
    await set(alice, { bob: { admin: 'approved' } });
    const build = { ownername: 'alice', projectname: name, pkgs: ['http://example.org/a-1-1.src.rpm'] };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, build);
    const [{ id } = { id: 0 }] = json['items'] as { id: number }[];
    const remove = async (auth: string) =>
      (await stack.ask('DELETE', `/api_3/project/delete/alice/${name}`, auth)).json;
    expect(await remove(carol)).to.deep.equal({ error: `You don't have permissions to delete build(s) ${id}.\n` });
    for (const auth of [bob, alice]) {
      expect(await remove(auth)).to.deep.equal({ error: `Build(s) ${id} are still running.\n` });
    }
    await stack.ask('PUT', `/api_3/build/cancel/${id}`, bob);
    expect(await remove(bob)).to.deep.equal({ error: 'Only owners may delete their projects.' });
    expect(await remove(alice)).to.include({ name });
  });

  it('are dropped by whoever has them, whether asked for or approved', async () => {
    await set(alice, { bob: { builder: 'approved' } });
    const again = await request(bob, { builder: true });
    expect([again.status, again.json['error']]).to.deep.equal([400, `You already are 'builder' in 'alice/${name}'`]);
    expect((await request(bob, { builder: false })).json).to.deep.equal({ updated: true });
    expect(await canBuild('bob')).to.equal(false);
  });

  it('are needed by nobody in their own or their group’s project', async () => {
    expect(await canBuild('alice')).to.equal(true);
    expect(await canBuild('alice', '@devel/tools')).to.equal(true);
    expect(await canBuild('bob', '@devel/tools')).to.equal(false);
    const unknown = await stack.ask('GET', `${base}/can_build_in/zz/alice/${name}`);
    expect([unknown.status, unknown.json['error']]).to.deep.equal([404, "No such user `zz'"]);
    const { json } = await stack.ask('GET', `${base}/can_build_in/carol/@devel/tools/`);
    expect(json).to.deep.equal({ who: 'carol', ownername: '@devel', projectname: 'tools', can_build_in: true });
  });

  it('are set by both verbs, and asked for by an older one', async () => {
    const post = (what: string, body: unknown, auth: string) =>
      stack.ask('POST', `${base}/${what}/alice/${name}`, auth, body);
    const given = await post('set', { bob: { admin: 'approved', builder: 'nothing' } }, alice);
    expect([given.json, given.headers.get('warning')]).to.deep.equal([{ updated: ['bob'] }, null]);
    const asked = await post('request', { admin: true }, carol);
    expect(asked.headers.get('warning')).to.equal('This method is deprecated: Use PUT method instead of POST');
  });

  const wrongSets: [string, unknown, number, string][] = [
    ['nothing', undefined, 415, 'Did not attempt to load JSON data'],
    ['an empty dictionary', {}, 400, 'no permission change requested'],
    ['a list', [1], 400, 'request is not a dictionary, expected format'],
    ['a text for a user', { bob: 'approved' }, 400, 'request is not a dictionary, expected format'],
    ['an unknown role', { bob: { zz: 'approved' } }, 400, "invalid permission 'zz', allowed admin|builder"],
    [
      'an unknown state',
      { bob: { builder: 'zz' } },
      400,
      "invalid 'builder' permission state 'zz', use nothing|request|approved",
    ],
    ['a state that is no text', { bob: { builder: [1] } }, 400, "invalid 'builder' permission state '[1]'"],
    [
      'an unknown user',
      { carol: { builder: 'approved' }, zz: { builder: 'approved' } },
      400,
      "user 'zz' doesn't exist in database",
    ],
    ['the owner', { alice: { builder: 'approved' } }, 400, "user 'alice' is owner of the 'alice/"],
  ];
  for (const [what, body, status, error] of wrongSets) {
    it(`are not set by ${what}, not even in part`, async () => {
      const reply = await set(alice, body);
      expect(reply.status).to.equal(status);
      expect(reply.json['error']).to.include(error);
      expect((await get(alice)).status).to.equal(404);
      expect(await stack.said()).to.be.empty;
    });
  }

  const wrongRequests: [string, unknown, number, string][] = [
    ['nothing', undefined, 415, 'Did not attempt to load JSON data'],
    ['a list', ['builder'], 400, "invalid 'roles' dict format, expected: {'admin': True, 'builder': False}"],
    ['an empty dictionary', {}, 400, 'no permission requested'],
    ['an unknown role', { zz: true }, 400, "invalid permission 'zz', allowed admin|builder"],
    ['a text', { builder: 'yes' }, 400, "invalid 'builder' permission request 'yes', expected True or False"],
  ];
  for (const [what, body, status, error] of wrongRequests) {
    it(`are not asked for with ${what}`, async () => {
      const reply = await request(bob, body);
      expect(reply.status).to.equal(status);
      expect(reply.json['error']).to.include(error);
    });
  }

  it('are not asked for by the owner', async () => {
    const { status, json } = await request(alice, { builder: true });
    expect([status, json['error']]).to.deep.equal([400, `user 'alice' is owner of the 'alice/${name}' project`]);
  });

  it('are asked for no more than sixty times in an hour, for each may be a mail', async () => {
    const dave = await stack.user('dave');
    const asked = await Promise.all(Array.from({ length: 61 }, (_, i) => request(dave, { builder: i % 2 === 0 })));
    expect(asked.map(({ status }) => status).filter((status) => status !== 200)).to.deep.equal([429]);
  });

  it('are set no more than sixty times in an hour, for each may be mails', async () => {
    const erin = await stack.user('erin');
    await stack.ask('POST', '/api_3/project/add/erin', erin, { name, chroots: CHROOTS });
    const give = (i: number) =>
      stack.ask('PUT', `${base}/set/erin/${name}`, erin, { bob: { builder: i % 2 === 0 ? 'approved' : 'nothing' } });
    const given = await Promise.all(Array.from({ length: 61 }, (_, i) => give(i)));
    const refused = given.filter(({ status }) => status !== 200);
    const error = 'Too many changes of permissions, please try again in an hour.';
    expect(refused.map(({ status, json }) => [status, json])).to.deep.equal([[429, { error }]]);
  });

  it('are the business of owners and admins only', async () => {
    expect((await get(undefined)).status).to.equal(401);
    const error = `User 'bob' can not see permissions for project 'alice/${name}' (missing admin rights)`;
    for (const reply of [await get(bob), await set(bob, { bob: { admin: 'approved' } })]) {
      expect([reply.status, reply.json]).to.deep.equal([403, { error }]);
    }
    expect((await stack.ask('GET', `${base}/get/alice/zz`, alice)).status).to.equal(404);
  });

  it('are told to those who decide, then to whoever was decided about, and to dist-git', async () => {
    await set(alice, { carol: { admin: 'approved' } });
    await stack.said();
    await request(bob, { builder: true });
    const asked = (await stack.bodies('permission.changed')).at(-1);
    expect(asked).to.deep.include({ user: 'bob', by: 'bob', tell: ['alice', 'carol'] });
    expect(asked?.url).to.equal(`http://localhost:5000/coprs/alice/${name}/`);
    await set(alice, { bob: { builder: 'approved' } });
    expect((await stack.bodies('permission.changed')).at(-1)).to.deep.include({
      user: 'bob',
      by: 'alice',
      before: { admin: 'nothing', builder: 'request' },
      after: { admin: 'nothing', builder: 'approved' },
      tell: ['bob'],
    });
    expect(await stack.said()).to.deep.equal(['permission.changed', 'access.changed', 'permission.changed']);
    const access = (await stack.bodies('access.changed')).at(-1);
    expect(access?.projects).to.not.be.empty;
    expect([access?.user, access?.tokens.length]).to.deep.equal(['bob', 1]);
  });

  it('of a group’s project are decided by its members', async () => {
    await request(bob, { builder: true }, '@devel/tools');
    const asked = (await stack.bodies('permission.changed')).at(-1);
    expect(asked?.tell).to.have.members(['alice', 'carol']);
    expect(asked?.url).to.equal('http://localhost:5000/coprs/g/devel/tools/');
  });

  it('tells others of no more projects than fit into a message, whoever opens how many', async () => {
    const { db } = stack.deps;
    const others = db.getMetadata(ProjectEntity).columns.map((column) => column.databaseName);
    const columns = others.filter((column) => column !== 'id' && column !== 'name').join(', ');
    await db.query(
      `INSERT INTO projects (name, ${columns}) SELECT CONCAT('many', seq), ${columns} FROM projects JOIN seq_1_to_9000 WHERE name = ?`,
      [name],
    );
    await db.query(
      `INSERT INTO project_permissions SELECT p.id, u.id, 'nothing', 'approved' FROM projects p JOIN users u
        WHERE p.name LIKE 'many%' AND u.name = 'carol'`,
    );
    await stack.ask('POST', '/api_3/api-token', carol);
    const told = (await stack.bodies('access.changed')).at(-1);
    const tools = await findProject(db.manager, '@devel', 'tools');
    expect([told?.user, told?.projects.length, told?.projects[0]]).to.deep.equal(['carol', 4000, tools?.id]);
  });
});

describe('API v3: logging in with Kerberos', () => {
  it('is refused clearly, except to whoever has a session already', async () => {
    await using stack = await openStack();
    const alice = await stack.user('alice');
    const error = "Can't log-in using GSSAPI: Kerberos authentication failed (no credentials provided)";
    for (const path of ['/gssapi_login', '/gssapi_login/', '/gssapi_login/web-ui']) {
      for (const auth of [undefined, alice]) {
        const reply = await stack.ask('GET', `/api_3${path}`, auth);
        expect([reply.status, reply.json], path).to.deep.equal([403, { error }]);
      }
    }
    const ticket = await stack.ask('GET', '/api_3/gssapi_login/', 'Negotiate YII');
    expect(ticket.status).to.equal(403);
    expect(ticket.json['error']).to.match(/^Can't log-in using GSSAPI: .*API token/);
    const [user] = await stack.deps.db.query<{ id: number }[]>("SELECT id FROM users WHERE name = 'alice'");
    const session = await stack.deps.sessions.begin(user?.id ?? 0);
    const headers = { cookie: `session=${session.id}` };
    for (const path of ['/gssapi_login/', '/gssapi_login/web-ui']) {
      const known = await fetch(`${stack.url}/api_3${path}`, { headers });
      expect([known.status, await known.json()]).to.deep.equal([200, { id: user?.id, name: 'alice' }]);
    }
  });
});

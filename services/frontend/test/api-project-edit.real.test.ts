import { expect } from 'chai';
import { createGroup } from '../src/verbs/create-group.js';
import { openStack, type Stack } from './stack.js';

const CHROOTS = ['fedora-42-x86_64', 'epel-9-x86_64'];
const RESULTS = 'http://localhost:5002/results';

describe('API v3: editing a project', () => {
  let stack: Stack;
  let [alice, bob, carol, root] = ['', '', '', ''];
  before(async () => {
    stack = await openStack();
    [alice, bob, carol] = [await stack.user('alice'), await stack.user('bob'), await stack.user('carol')];
    root = await stack.user('root', { admin: true });
    await createGroup(stack.deps, 'devel', ['carol']);
  });
  after(() => stack[Symbol.asyncDispose]());
  let name = '';
  let count = 0;
  beforeEach(async () => {
    name = `p${(count += 1)}x`;
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name, chroots: CHROOTS, homepage: 'http://h.org/' });
    await stack.said();
  });

  const edit = (change: unknown, auth = alice) => stack.ask('PUT', `/api_3/project/edit/alice/${name}`, auth, change);
  const chrootsOf = (json: Record<string, unknown>) => Object.keys(json['chroot_repos'] as object);

  it('changes what is sent, and nothing else', async () => {
    const { status, json } = await edit({ description: 'new', homepage: null, chroots: null, enable_net: 'False' });
    expect(status).to.equal(200);
    expect(json).to.deep.include({ description: 'new', homepage: 'http://h.org/', enable_net: true, auto_prune: true });
    expect(chrootsOf(json)).to.deep.equal(CHROOTS);
    expect(await stack.said()).to.deep.equal(['project.changed']);
    const again = await stack.ask('GET', `/api_3/project?ownername=alice&projectname=${name}`);
    expect(again.json).to.deep.equal(json);
  });

  it('says nothing of an edit that changes nothing', async () => {
    for (const same of [{}, { description: '', homepage: 'http://h.org/', chroots: CHROOTS, auto_prune: true }]) {
      expect((await edit(same)).status).to.equal(200);
      expect(await stack.said()).to.be.empty;
    }
  });

  it('takes every setting that can be changed', async () => {
    const flags = ['devel_mode', 'unlisted_on_hp', 'enable_net', 'module_hotfixes', 'appstream'];
    const { json } = await edit({
      ...Object.fromEntries(flags.map((flag) => [flag, true])),
      contact: 'a@example.org',
      instructions: 'i',
      bootstrap: 'image',
      isolation: 'nspawn',
      follow_fedora_branching: false,
      repo_priority: '7',
      packit_forge_projects_allowed: ['https://github.com/a/b'],
      repos: ['http://a.example.org/', `copr://alice/${name}`],
    });
    for (const flag of flags) expect(json[flag], flag).to.equal(true);
    expect(json).to.deep.include({
      contact: 'a@example.org',
      instructions: 'i',
      bootstrap: 'image',
      isolation: 'nspawn',
    });
    expect(json).to.deep.include({ follow_fedora_branching: false, repo_priority: 7 });
    expect(json['packit_forge_projects_allowed']).to.deep.equal(['github.com/a/b']);
    expect(json['additional_repos']).to.deep.equal(['http://a.example.org/', `copr://alice/${name}`]);
  });

  const emptied: [string, unknown, string, unknown][] = [
    ['repos', '', 'additional_repos', []],
    ['additional_repos', [], 'additional_repos', []],
    ['description', '', 'description', ''],
    ['homepage', '', 'homepage', null],
    ['appstream', '', 'appstream', false],
  ];
  for (const [key, value, shown, wanted] of emptied) {
    it(`empties ${shown} when ${key} is sent empty`, async () => {
      await edit({ repos: ['http://a.example.org/'], description: 'x', appstream: true });
      expect((await edit({ [key]: value })).json[shown]).to.deep.equal(wanted);
    });
  }

  it('keeps priority and bootstrap when they are sent empty', async () => {
    await edit({ repo_priority: 20, bootstrap: 'on' });
    expect((await edit({ repo_priority: '', bootstrap: '' })).json).to.include({ repo_priority: 20, bootstrap: 'on' });
  });

  it('ignores a name and what protects from deletion, with or without a body', async () => {
    for (const body of [{ name: 'other', persistent: true, use_bootstrap_container: true }, undefined]) {
      const { status, json } = await edit(body);
      expect(status).to.equal(200);
      expect(json).to.include({ name, persistent: false, bootstrap: 'default' });
    }
  });

  it('says that the older verb is old', async () => {
    const { headers } = await stack.ask('POST', `/api_3/project/edit/alice/${name}/`, alice, { instructions: 'i' });
    expect(headers.get('warning')).to.equal('This method is deprecated: Use PUT method instead of POST');
  });

  const refusals: [string, object, string][] = [
    [
      'several wrong fields',
      { homepage: 'bad', isolation: 'zz', delete_after_days: 'q' },
      'homepage: Invalid URL.\ndelete_after_days: Not a valid integer value.\nisolation: Not a valid choice.',
    ],
    ['days out of range', { delete_after_days: 721 }, 'delete_after_days: Number must be between -1 and 720.'],
    ['an unknown chroot', { chroots: ['zz'] }, "chroots: 'zz' is not a valid choice for this field."],
    ['another storage', { storage: 'pulp' }, 'storage: The storage of a project cannot be changed.'],
    [
      'a repository inside',
      { repos: 'http://127.0.0.1/' },
      "repos: 'http://127.0.0.1/' cannot be used: 127.0.0.1 is not an address of the public internet; nothing is fetched from there.",
    ],
    ['a missing project', { repos: 'copr://alice/none' }, 'repos: copr://alice/none does not exist.'],
  ];
  for (const [what, change, error] of refusals) {
    it(`refuses ${what}`, async () => {
      const reply = await edit(change);
      expect([reply.status, reply.json]).to.deep.equal([400, { error }]);
      expect(await stack.said()).to.be.empty;
    });
  }

  it('is for the owner, admins and the members of the group', async () => {
    const stranger = await edit({ description: 'x' }, bob);
    expect([stranger.status, stranger.json['error']]).to.deep.equal([
      403,
      'Only owners and admins may update their projects.',
    ]);
    expect((await edit({ description: 'x' }, root)).status).to.equal(200);
    await stack.ask('POST', '/api_3/project/add/@devel', carol, { name, chroots: CHROOTS });
    const group = (auth: string) => stack.ask('PUT', `/api_3/project/edit/@devel/${name}`, auth, { description: 'c' });
    expect((await group(carol)).json['description']).to.equal('c');
    expect((await group(alice)).status).to.equal(403);
  });

  it('lets only admins switch pruning off, and owners go on with it', async () => {
    const own = await edit({ auto_prune: false });
    expect([own.status, own.json['error']]).to.deep.equal([403, 'Non-admin cannot disable auto-prunning.']);
    expect((await edit({ auto_prune: false }, root)).json['auto_prune']).to.equal(false);
    expect((await edit({ description: 'x', auto_prune: false })).status).to.equal(200);
    expect((await edit({ auto_prune: true })).json['auto_prune']).to.equal(true);
  });

  it('replaces the chroots: new ones get repositories, dropped ones keep their results for a week', async () => {
    const { json } = await edit({ chroots: ['fedora-42-x86_64', 'fedora-42-aarch64'] });
    expect(json['chroot_repos']).to.deep.equal({
      'fedora-42-x86_64': `${RESULTS}/alice/${name}/fedora-42-x86_64/`,
      'fedora-42-aarch64': `${RESULTS}/alice/${name}/fedora-42-aarch64/`,
    });
    const order = (await stack.bodies('repo.requested')).at(-1);
    expect(order).to.deep.include({ verb: 'create', chroots: ['fedora-42-aarch64'] });
    expect((await stack.bodies('project.changed')).at(-1)?.chroots).to.deep.equal([
      'fedora-42-x86_64',
      'fedora-42-aarch64',
    ]);
    const [row] = await stack.deps.db.query<{ enabled: number; days: number }[]>(
      `SELECT enabled, DATEDIFF(delete_after, UTC_TIMESTAMP()) days FROM project_chroots
        WHERE chroot = 'epel-9-x86_64' AND project_id = ?`,
      [json['id']],
    );
    expect(row).to.deep.equal({ enabled: 0, days: 7 });
    expect(chrootsOf((await edit({ chroots: [] })).json)).to.have.length(2);
    expect(chrootsOf((await edit({ chroots: CHROOTS })).json)).to.have.members(CHROOTS);
  });

  it('refuses to drop a chroot while a build in it is not over', async () => {
    const build = await stack.ask('POST', '/api_3/build/create/url', alice, {
      ownername: 'alice',
      projectname: name,
      pkgs: ['http://example.org/hello-1.0-1.src.rpm'],
      chroots: ['epel-9-x86_64'],
    });
    const [{ id } = { id: 0 }] = build.json['items'] as { id: number }[];
    const drop = () => edit({ chroots: ['fedora-42-x86_64'] });
    const { status, json } = await drop();
    const error = `Can't drop chroot from project, related build ${id} is still in progress`;
    expect([status, json]).to.deep.equal([409, { error }]);
    await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    expect((await drop()).status).to.equal(200);
  });

  it('orders metadata when devel mode is switched, and when somebody asks', async () => {
    const verbs = async () => (await stack.bodies('repo.requested')).slice(-1).map(({ verb }) => verb);
    await edit({ devel_mode: true });
    expect(await verbs()).to.deep.equal(['settings']);
    await edit({ devel_mode: false });
    expect(await verbs()).to.deep.equal(['regenerate']);
    await stack.said();
    const path = `/api_3/project/regenerate-repos/alice/${name}`;
    expect((await stack.ask('PUT', path, alice)).json['name']).to.equal(name);
    expect(await stack.said()).to.deep.equal(['repo.requested']);
    const foreign = await stack.ask('PUT', path, bob);
    const error = `User 'bob' can not see permissions for project 'alice/${name}' (missing admin rights)`;
    expect([foreign.status, foreign.json]).to.deep.equal([403, { error }]);
  });

  it('makes a project temporary and permanent again', async () => {
    const daysLeft = async () => {
      const [row] = await stack.deps.db.query<{ days: number | null }[]>(
        'SELECT DATEDIFF(delete_at, UTC_TIMESTAMP()) days FROM projects WHERE name = ?',
        [name],
      );
      return row?.days;
    };
    await edit({ delete_after_days: '30' });
    expect(await daysLeft()).to.equal(30);
    await edit({ description: 'x' });
    expect(await daysLeft()).to.equal(30);
    for (const never of [-1, '']) {
      await edit({ delete_after_days: 5 });
      await edit({ delete_after_days: never });
      expect(await daysLeft()).to.equal(null);
    }
  });

  it('cannot make a protected project temporary', async () => {
    const body = { name: `${name}p`, chroots: CHROOTS, persistent: true };
    const error = "delete_after_days: 'delete after' can not be combined with persistent";
    const both = await stack.ask('POST', '/api_3/project/add/root', root, { ...body, delete_after_days: 5 });
    expect([both.status, both.json]).to.deep.equal([400, { error }]);
    await stack.ask('POST', '/api_3/project/add/root', root, body);
    const later = await stack.ask('PUT', `/api_3/project/edit/root/${name}p`, root, { delete_after_days: 5 });
    expect([later.status, later.json]).to.deep.equal([400, { error }]);
  });

  it('gives a new secret for webhooks to those who may', async () => {
    const path = `/api_3/webhook/generate/alice/${name}`;
    const [first, second] = [await stack.ask('POST', path, alice), await stack.ask('POST', path, alice)];
    expect(first.json).to.deep.include({ name, ownername: 'alice', full_name: `alice/${name}` });
    expect(first.json['webhook_secret']).to.match(/^[0-9a-f-]{36}$/);
    expect(second.json['webhook_secret']).to.not.equal(first.json['webhook_secret']);
    expect((await stack.ask('POST', path, bob)).status).to.equal(403);
    expect((await stack.ask('GET', path, alice)).status).to.equal(405);
  });
});

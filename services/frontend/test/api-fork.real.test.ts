import { MAX_ENVELOPE_BYTES } from '@kopr/proto';
import { expect } from 'chai';
import { createGroup } from '../src/verbs/create-group.js';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const [X86, EPEL] = ['fedora-42-x86_64', 'epel-9-x86_64'] as const;
const EXISTING = (name: string) =>
  `You are about to fork into existing project: ${name}\nPlease use --confirm if you really want to do this`;

describe('API v3: forking a project', () => {
  let stack: Stack;
  let [alice, bob, root] = ['', '', ''];
  let builds: number[] = [];
  let source = 0;

  async function build(chroots: readonly string[], ends: (news: ReturnType<typeof newsOf>) => Promise<void>) {
    const body = { ownername: 'alice', projectname: 'p1', pkgs: 'http://example.org/hello-1.0-1.src.rpm', chroots };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    const id = (json['items'] as { id: number }[])[0]?.id ?? 0;
    const news = newsOf(stack, id);
    await news.imported();
    await ends(news);
    return id;
  }
  const succeed = async (news: ReturnType<typeof newsOf>, chroot: string) => {
    await news.assigned(chroot);
    await news.started(chroot);
    await news.finished(chroot);
    await news.published(chroot);
  };

  before(async () => {
    stack = await openStack();
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
    root = await stack.user('root', { admin: true });
    await createGroup(stack.deps, 'devel', ['bob']);
    const { json } = await stack.ask('POST', '/api_3/project/add/alice', alice, {
      name: 'p1',
      chroots: [X86, EPEL],
      homepage: 'http://h.org/',
      contact: 'a@example.org',
      description: 'd',
      repo_priority: 20,
      delete_after_days: 30,
    });
    source = Number(json['id']);
    await stack.deps.db.query(
      `UPDATE project_chroots SET additional_packages = '["git"]', comps = '<comps/>', comps_name = 'c.xml'
        WHERE chroot = ?`,
      [X86],
    );
    const old = await build([X86, EPEL], async (news) => {
      await succeed(news, X86);
      await succeed(news, EPEL);
    });
    const young = await build([X86], (news) => succeed(news, X86));
    await build([EPEL], () => Promise.resolve());
    builds = [old, young];
    await stack.deps.db.query("UPDATE packages SET webhook_rebuild = TRUE, max_builds = 3 WHERE name = 'hello'");
    await stack.said();
  });
  after(() => stack[Symbol.asyncDispose]());

  const fork = (auth: string, name: string, more: object = { ownername: 'bob' }) =>
    stack.ask('POST', '/api_3/project/fork/alice/p1', auth, { name, ...more });
  const list = async (name: string) => {
    const { json } = await stack.ask('GET', `/api_3/build/list?ownername=bob&projectname=${name}`);
    return json['items'] as { id: number; state: string; chroots: string[]; submitter: string }[];
  };

  it('copies settings, chroots, packages and the last good builds', async () => {
    const { status, json } = await fork(bob, 'f1');
    expect(status).to.equal(200);
    expect(json).to.deep.include({ full_name: 'bob/f1', homepage: 'http://h.org/', contact: null, description: 'd' });
    expect(json).to.include({ repo_priority: 20, persistent: false });
    expect(Object.keys(json['chroot_repos'] as object)).to.have.members([X86, EPEL]);
    const [young, old] = await list('f1');
    expect(young).to.deep.include({ state: 'forked', chroots: [X86], submitter: 'alice' });
    expect(old).to.deep.include({ state: 'forked', chroots: [EPEL], submitter: 'alice' });
    const part = await stack.ask('GET', `/api_3/build-chroot?build_id=${young?.id}&chrootname=${X86}`);
    const folder = `${String(young?.id).padStart(8, '0')}-hello`;
    expect(part.json).to.include({
      state: 'forked',
      result_url: `http://localhost:5002/results/bob/f1/${X86}/${folder}/`,
    });
    const [row] = await stack.deps.db.query<object[]>(
      `SELECT forked_from, delete_at, p.webhook_rebuild, p.max_builds, c.additional_packages, c.comps FROM projects
        JOIN packages p ON p.project_id = projects.id JOIN project_chroots c ON c.project_id = projects.id AND chroot = ?
        WHERE projects.name = 'f1'`,
      [X86],
    );
    expect(row).to.deep.equal({
      forked_from: source,
      delete_at: null,
      webhook_rebuild: 0,
      max_builds: 3,
      additional_packages: ['git'],
      comps: '<comps/>',
    });
  });

  it('orders empty repositories, the packages’ sources, and the copies of the results', async () => {
    await stack.said();
    const { json } = await fork(bob, 'f2');
    expect(await stack.said()).to.deep.equal([
      'project.changed',
      'repo.requested',
      'source.fork-requested',
      'repo.requested',
      'repo.requested',
    ]);
    const [young, old] = await list('f2');
    const from = { id: source, owner: 'alice', name: 'p1', dirname: 'p1' };
    const to = { id: json['id'], owner: 'bob', name: 'f2', dirname: 'f2' };
    expect((await stack.bodies('source.fork-requested')).at(-1)).to.deep.equal({ from, to, packages: ['hello'] });
    const orders = (await stack.bodies('repo.requested')).slice(-2);
    expect(orders.map(({ verb, project, chroots }) => ({ verb, project, chroots }))).to.have.deep.members([
      { verb: 'fork', project: to, chroots: [EPEL] },
      { verb: 'fork', project: to, chroots: [X86] },
    ]);
    const pairs = orders.flatMap(({ fork: order }) => order?.pairs ?? []);
    expect(pairs).to.have.deep.members([
      { from: builds[0], to: old?.id, package: 'hello' },
      { from: builds[1], to: young?.id, package: 'hello' },
    ]);
    expect(orders[0]?.fork?.source).to.deep.equal(from);
  });

  it('of a fork takes over what was forked', async () => {
    await fork(bob, 'f3');
    const again = await stack.ask('POST', '/api_3/project/fork/bob/f3', alice, { name: 'f3', ownername: 'alice' });
    expect(again.json['full_name']).to.equal('alice/f3');
    const { json } = await stack.ask('GET', '/api_3/build/list?ownername=alice&projectname=f3');
    expect(json['items']).to.have.length(2);
  });

  it('asks before it writes into a project that is there', async () => {
    await fork(bob, 'f4');
    const again = await fork(bob, 'f4');
    expect([again.status, again.json]).to.deep.equal([400, { error: EXISTING('f4') }]);
    await stack.ask('PUT', '/api_3/project/edit/bob/f4', bob, { description: 'mine', chroots: [X86] });
    const sure = await fork(bob, 'f4', { ownername: 'bob', confirm: true });
    expect(sure.json).to.deep.include({ full_name: 'bob/f4', description: 'mine' });
    expect((await list('f4')).map(({ chroots }) => chroots)).to.deep.equal([[X86], [X86], [EPEL]]);
  });

  it('into a group is for its members', async () => {
    expect((await fork(bob, 'fg', { ownername: '@devel' })).json['full_name']).to.equal('@devel/fg');
    const stranger = await fork(alice, 'fg2', { ownername: '@devel' });
    expect([stranger.status, stranger.json]).to.deep.equal([400, { error: 'owner: Not a valid choice.' }]);
  });

  const refusals: [string, object, string][] = [
    ['no owner', { ownername: undefined }, 'owner: Not a valid choice.'],
    ['somebody else as the owner', { ownername: 'alice' }, 'owner: Not a valid choice.'],
    [
      'a name that is none',
      { name: 'a b', ownername: 'bob' },
      'name: Name must contain only letters, digits, underscores, dashes and dots.',
    ],
    ['no name', { name: null, ownername: 'bob' }, 'name: This field is required.'],
  ];
  for (const [what, body, error] of refusals) {
    it(`refuses ${what}`, async () => {
      const reply = await fork(bob, 'f9', body);
      expect([reply.status, reply.json]).to.deep.equal([400, { error }]);
    });
  }

  it('refuses to copy a project onto itself', async () => {
    const own = (confirm: boolean) => fork(alice, 'p1', { ownername: 'alice', confirm });
    expect((await own(false)).json['error']).to.equal(EXISTING('p1'));
    const sure = await own(true);
    expect([sure.status, sure.json['error']]).to.deep.equal([400, 'Source project should not be same as destination']);
  });

  it('of more than a thousand packages is for admins', async () => {
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'many', chroots: [X86] });
    await stack.deps.db.query(
      `INSERT INTO packages (project_id, name, created_at)
        SELECT id, RPAD(CONCAT('package', seq, '-'), 255, 'x'), UTC_TIMESTAMP() FROM projects, seq_1_to_1001 WHERE projects.name = 'many'`,
    );
    const many = (auth: string, owner: string) =>
      stack.ask('POST', '/api_3/project/fork/alice/many', auth, { name: 'many2', ownername: owner });
    const refused = await many(bob, 'bob');
    expect([refused.status, refused.json['error']]).to.deep.equal([
      400,
      'Only admins may fork projects with more than 1000 packages.',
    ]);
    expect((await many(root, 'root')).status).to.equal(200);
    const names = (await stack.bodies('source.fork-requested')).slice(-6).flatMap(({ packages }) => packages);
    expect(new Set(names).size).to.equal(1001);
    const [row] = await stack.deps.db.query<{ bytes: number }[]>('SELECT MAX(LENGTH(envelope)) AS bytes FROM outbox');
    expect(row?.bytes, 'the longest names fit into a message').to.be.within(50_000, MAX_ENVELOPE_BYTES);
  });

  it('needs somebody who is known, and a project that is there', async () => {
    expect((await stack.ask('POST', '/api_3/project/fork/alice/p1', undefined, {})).status).to.equal(401);
    expect((await stack.ask('POST', '/api_3/project/fork/alice/zz', bob, {})).status).to.equal(404);
    const { headers } = await stack.ask('PUT', '/api_3/project/fork/alice/p1/', bob, { name: 'f5', ownername: 'bob' });
    expect(headers.get('warning')).to.equal('This method is deprecated: Use POST method instead of PUT');
  });
});

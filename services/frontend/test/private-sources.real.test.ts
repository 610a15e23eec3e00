import { sourceDefinition, sourceSecret } from '@kopr/proto';
import type { Log } from '@kopr/shared/log';
import { signToken } from '@kopr/shared/token';
import { expect } from 'chai';
import { newDeployKey } from '../src/verbs/new-deploy-key.js';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const CHROOT = 'fedora-42-x86_64';
const SSH = 'git@git.example.org:alice/hello.git';
const HTTPS = 'https://git.example.org/alice/hello.git';
const TOKEN = 'token-of-alice-at-the-forge';

describe('a package whose repository is private', () => {
  let stack: Stack;
  let alice: string;
  const lines: string[] = [];
  let count = 0;
  before(async () => {
    const keep = (...said: unknown[]) => void lines.push(JSON.stringify(said));
    const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log };
    stack = await openStack({}, log);
    alice = await stack.user('alice');
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots: [CHROOT] });
  });
  after(() => stack[Symbol.asyncDispose]());

  async function addPackage(clone_url: string, project = 'p1'): Promise<string> {
    const name = `hello${++count}`;
    const body = { package_name: name, clone_url, committish: 'main' };
    const added = await stack.ask('POST', `/api_3/package/add/alice/${project}/${name}/scm`, alice, body);
    expect(added.status, added.text).to.equal(200);
    return name;
  }
  const secret = (verb: string, name: string, body?: object) =>
    stack.ask(verb, `/api_3/package/secret/alice/p1/${name}`, alice, body);
  const build = (package_name: string) =>
    stack.ask('POST', '/api_3/package/build', alice, { ownername: 'alice', projectname: 'p1', package_name });
  async function closedPackage(): Promise<string> {
    const name = await addPackage(HTTPS);
    await secret('PUT', name, { kind: 'token', token: TOKEN });
    return name;
  }
  /** A build whose source task is in line. */
  async function queued(name: string): Promise<number> {
    const { json, text } = await build(name);
    const id = Number(json['id']);
    expect(id, text).to.be.above(0);
    await newsOf(stack, id).resolved({ commit: null, version: null });
    return id;
  }
  function bearer(id: number, attempt: number, more: { task?: string; use?: 'builder' | 'manager' } = {}): string {
    const expiry = Math.floor(Date.now() / 1000) + 600;
    const payload = { task: String(id), attempt, use: 'builder' as const, expiry, bytes: 1, results: 'x', ...more };
    return `Bearer ${signToken(payload, stack.privateKey)}`;
  }
  const start = (id: number, attempt: number) =>
    stack.ask('GET', `/backend/get-srpm-build-task/${id}`, bearer(id, attempt));
  const fetchSecret = (id: number, auth?: string) => stack.ask('POST', `/backend/get-source-secret/${id}`, auth);

  it('has a secret that is told of, but never told, and rests sealed', async () => {
    const { key, public: told } = newDeployKey('hello');
    const name = await addPackage(SSH);
    expect((await secret('GET', name)).json).to.deep.include({ kind: null, fingerprint: null, set_by: null });
    const set = await secret('PUT', name, { key, known_hosts: '' });
    expect(set.status, set.text).to.equal(200);
    expect(set.json).to.deep.include({ kind: 'ssh-key', fingerprint: told.fingerprint, set_by: 'alice' });
    expect(set.json['public_key']).to.equal(told.line.replace(/ hello$/, ''));
    const shown = await stack.ask('GET', `/api_3/package?ownername=alice&projectname=p1&packagename=${name}`);
    expect(shown.json).to.include({ kopr_source_secret: 'ssh-key' });
    const rows: { sealed: string }[] = await stack.deps.db.query('SELECT sealed FROM package_secrets');
    const body = key.split('\n')[1] ?? '';
    for (const text of [...rows.map(({ sealed }) => sealed), set.text, shown.text]) expect(text).not.to.include(body);
    expect(rows.every(({ sealed }) => sealed.startsWith('sealed.'))).to.equal(true);
    expect((await secret('DELETE', name)).json).to.deep.include({ kind: null, public_key: null });
  });

  it('has a key made here, if its owner likes, and another after it', async () => {
    const name = await addPackage(SSH);
    const first = await secret('POST', name);
    expect(first.json['public_key']).to.match(new RegExp(`^ssh-ed25519 \\S+ kopr ${name}$`));
    const second = await secret('POST', name);
    expect(second.json['fingerprint']).not.to.equal(first.json['fingerprint']);
  });

  it('gets no secret that would not open it, and none that is wrong', async () => {
    const [ssh, https] = [await addPackage(SSH), await addPackage(HTTPS)];
    const { key } = newDeployKey('hello');
    const cases: [string, object, RegExp][] = [
      [ssh, { kind: 'token', token: TOKEN }, /^kind: A token is for addresses that begin with https/],
      [https, { key }, /^kind: A deploy key is for addresses such as git@/],
      [ssh, { key: 'ssh-ed25519 AAAA' }, /^key: A private key begins with/],
      [ssh, { key, known_hosts: 'git.example.org' }, /^known_hosts: Each line is one of known_hosts/],
      [https, { kind: 'token', token: 'short' }, /^token: A token has 8 to 2000 characters/],
      [https, { kind: 'token', token: TOKEN, user: 'a:b' }, /^user: /],
      [https, { kind: 'word', token: TOKEN }, /^kind: Not a valid choice/],
    ];
    for (const [name, body, expected] of cases) {
      const { status, json } = await secret('PUT', name, body);
      expect(status).to.equal(400);
      expect(json['error']).to.match(expected);
    }
    expect((await secret('POST', https)).status).to.equal(400);
  });

  it('is built without being looked at by dist-git, and only its definition says what opens it', async () => {
    const id = await queued(await closedPackage());
    expect((await stack.bodies('source.requested')).at(-1)).to.deep.include({ build: id, private: true, pin: null });
    const { json, text } = await start(id, 1);
    expect(sourceDefinition.parse(json).kopr.secret).to.equal('token');
    expect(text).not.to.include(TOKEN);
  });

  it('hands its secret to the builder of the current attempt, once, and to no other', async () => {
    const id = await queued(await closedPackage());
    expect((await fetchSecret(id)).status).to.equal(401);
    expect((await fetchSecret(id, bearer(id, 1))).status, 'not started').to.equal(403);
    await start(id, 1);
    expect((await fetchSecret(id, bearer(id, 1, { task: String(id + 1) }))).status).to.equal(403);
    expect((await fetchSecret(id, bearer(id, 1, { use: 'manager' }))).status).to.equal(403);
    const given = await fetchSecret(id, bearer(id, 1));
    expect(given.status, given.text).to.equal(200);
    expect(given.headers.get('cache-control')).to.equal('no-store');
    expect(sourceSecret.parse(given.json)).to.deep.equal({ kind: 'token', user: 'git', token: TOKEN });
    expect((await fetchSecret(id, bearer(id, 1))).status).to.equal(410);
    await start(id, 2);
    expect((await fetchSecret(id, bearer(id, 1))).status, 'an older attempt').to.equal(403);
    expect((await fetchSecret(id, bearer(id, 2))).status, 'another attempt').to.equal(200);
  });

  it('hands it out once, also when it is asked for many times at once', async () => {
    const id = await queued(await closedPackage());
    await start(id, 1);
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetchSecret(id, bearer(id, 1))));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, ...Array<number>(7).fill(410)]);
  });

  it('hands it out no more once the build is canceled, or the secret gone', async () => {
    const [canceled, name] = [await queued(await closedPackage()), await closedPackage()];
    const bare = await queued(name);
    await Promise.all([start(canceled, 1), start(bare, 1)]);
    await stack.ask('PUT', `/api_3/build/cancel/${canceled}`, alice);
    expect((await fetchSecret(canceled, bearer(canceled, 1))).status).to.equal(403);
    await secret('DELETE', name);
    const answer = await fetchSecret(bare, bearer(bare, 1));
    expect([answer.status, answer.json['msg']]).to.deep.equal([
      404,
      'The secret of the package was removed, or its address changed, after the build was submitted.',
    ]);
  });

  it('is told to be set again when no key opens it any more', async () => {
    const id = await queued(await closedPackage());
    await start(id, 1);
    await stack.deps.db.query("UPDATE package_secrets SET sealed = REPLACE(sealed, 'sealed.', 'sealed.lost')");
    const answer = await fetchSecret(id, bearer(id, 1));
    expect([answer.status, answer.json['msg']]).to.deep.equal([
      404,
      'The secret of the package cannot be opened any more. Please set it again.',
    ]);
    await stack.deps.db.query("UPDATE package_secrets SET sealed = REPLACE(sealed, 'sealed.lost', 'sealed.')");
    expect((await fetchSecret(id, bearer(id, 1))).status, 'it was not given').to.equal(200);
  });

  it('loses its secret when its address changes, and keeps it when anything else does', async () => {
    const edit = (name: string, body: object, type = 'scm') =>
      stack.ask('POST', `/api_3/package/edit/alice/p1/${name}/${type}`, alice, { package_name: name, ...body });
    const kept = await closedPackage();
    expect((await edit(kept, { clone_url: HTTPS, committish: 'next' })).json['kopr_source_secret']).to.equal('token');
    for (const clone_url of [
      'https://evil.example.org/x',
      `${HTTPS}x`,
      HTTPS.replace('https', 'http'),
      HTTPS.replace('org', 'org:444'),
    ]) {
      const name = await closedPackage();
      const id = await queued(name);
      await start(id, 1);
      expect((await edit(name, { clone_url })).json['kopr_source_secret'], clone_url).to.equal(null);
      await edit(name, { clone_url: HTTPS });
      expect((await secret('GET', name)).json['kind'], clone_url).to.equal(null);
      expect((await fetchSecret(id, bearer(id, 1))).status, clone_url).to.equal(404);
    }
    const other = await closedPackage();
    await edit(other, { gem_name: 'rake' }, 'rubygems');
    expect((await secret('GET', other)).json['kind']).to.equal(null);
  });

  it('is not built by SSH without a key, and says what to do', async () => {
    const name = await addPackage(SSH);
    const refused = await build(name);
    expect([refused.status, refused.json['error']]).to.deep.equal([
      400,
      'An SSH address can be built only as the own source of a package that has a deploy key: give the package a key first.',
    ]);
    await secret('POST', name);
    expect((await build(name)).status).to.equal(200);
    const direct = { ownername: 'alice', projectname: 'p1', clone_url: 'ssh://git@git.example.org/hello' };
    const stranger = await stack.ask('POST', '/api_3/build/create/scm', alice, direct);
    expect([stranger.status, stranger.json['error']]).to.deep.equal([
      400,
      'An SSH address can be built only as the own source of a package that has a deploy key: add a package with it, give the package a key, and build the package.',
    ]);
  });

  it('shares its secret with no other build of the same address', async () => {
    await closedPackage();
    const body = { ownername: 'alice', projectname: 'p1', clone_url: HTTPS, committish: 'main' };
    const { json } = await stack.ask('POST', '/api_3/build/create/scm', alice, body);
    const id = Number(json['id']);
    expect((await stack.bodies('source.requested')).at(-1)).to.deep.include({ build: id, private: false });
    await newsOf(stack, id).resolved();
    await start(id, 1);
    expect((await fetchSecret(id, bearer(id, 1))).status).to.equal(404);
  });

  it('is submitted again from the commit that its builder told, with its secret while it has one', async () => {
    const name = await closedPackage();
    const id = await queued(name);
    const news = newsOf(stack, id);
    await news.made();
    const pin = { commit: 'c'.repeat(40), version: null };
    await news.imported({ package: name, pin });
    const again = () => stack.ask('POST', `/api_3/build/resubmit/${id}`, alice, { source: 'same' });
    const { json, text } = await again();
    const order = (await stack.bodies('source.requested')).at(-1);
    expect(order, text).to.deep.include({ build: json['id'], private: true, pin });
    await secret('DELETE', name);
    expect((await again()).status).to.equal(409);
  });

  it('leaves no secret behind: not in a fork, not in a deleted package or project, and in no log', async () => {
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p2', chroots: [CHROOT] });
    const name = await addPackage(HTTPS, 'p2');
    const set = (project: string) =>
      stack.ask('PUT', `/api_3/package/secret/alice/${project}/${name}`, alice, { kind: 'token', token: TOKEN });
    expect((await set('p2')).status).to.equal(200);
    const fork = { name: 'p3', ownername: 'alice' };
    expect((await stack.ask('POST', '/api_3/project/fork/alice/p2', alice, fork)).status).to.equal(200);
    const copy = await stack.ask('GET', `/api_3/package/secret/alice/p3/${name}`, alice);
    expect(copy.json).to.include({ name, kind: null });
    await set('p3');
    const held = () =>
      stack.deps.db.query<object[]>(
        'SELECT p.project_id FROM package_secrets s JOIN packages p ON p.id = s.package_id WHERE p.name = ?',
        [name],
      );
    expect(await held()).to.have.length(2);
    const which = { ownername: 'alice', projectname: 'p3', package_name: name };
    expect((await stack.ask('DELETE', '/api_3/package/delete', alice, which)).status).to.equal(200);
    expect((await stack.ask('DELETE', '/api_3/project/delete/alice/p2', alice)).status).to.equal(200);
    expect(await held()).to.be.empty;
    expect(lines.join('\n')).to.include('/backend/get-source-secret/').and.not.to.include(TOKEN);
  });
});

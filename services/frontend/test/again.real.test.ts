import { expect } from 'chai';
import { readdir } from 'node:fs/promises';
import { pruneUploads } from '../src/loops/prune-uploads.js';
import { readBuild } from '../src/store/builds.js';
import { newsOf } from './news.js';
import { openStack, uploadForm, type Stack } from './stack.js';

const CHROOT = 'fedora-42-x86_64';
const HERE = { ownername: 'alice', projectname: 'p1' };
const HOPE = { code: 'storage', stage: 'storage', retriable: true } as const;
const DAY_MS = 24 * 3_600_000;

describe('a build that is asked for again', () => {
  let stack: Stack;
  let alice: string;
  before(async () => {
    stack = await openStack();
    alice = await stack.user('alice');
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots: [CHROOT, 'epel-9-x86_64'] });
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(() => stack.said());

  async function submit(type: string, body: object = {}): Promise<number> {
    const { json } = await stack.ask('POST', `/api_3/build/create/${type}`, alice, {
      ...HERE,
      chroots: [CHROOT],
      ...body,
    });
    await stack.said();
    return Number(json['id'] ?? (json['items'] as { id: number }[])[0]?.id);
  }
  async function upload(name = 'hello-1.0-1.src.rpm'): Promise<number> {
    const { json } = await stack.ask(
      'POST',
      '/api_3/build/create/upload',
      alice,
      uploadForm({ ...HERE, timeout: 600 }, name),
    );
    await stack.said();
    return Number(json['id']);
  }
  const git = { clone_url: 'https://git.example.org/hello.git', committish: 'main' };
  const retry = (id: number) => stack.ask('POST', `/api_3/build/retry-import/${id}`, alice);
  const resubmit = (id: number, body?: object) => stack.ask('POST', `/api_3/build/resubmit/${id}`, alice, body);
  const lastOrder = async () => (await stack.bodies('source.requested')).at(-1);
  const files = () => readdir(`${stack.deps.config.dataDir}/uploads`);

  /** What each of its tasks is made of. */
  async function madeOf(id: number) {
    const held = await readBuild(stack.deps.db.manager, id);
    return held?.build.chroots.map(({ name, task }) => {
      const { git_repo, git_hash, package_name, package_version, kopr } = task?.definition ?? {};
      return [name, git_repo, git_hash, package_name, package_version, kopr?.archive_url];
    });
  }

  /** One round of the loop, some days from now. */
  async function prune(days: number): Promise<void> {
    const deps = { ...stack.deps, now: () => new Date(Date.now() + days * DAY_MS) };
    const loop = pruneUploads(deps);
    await loop.start();
    // Waits for the round that is under way.
    await loop.stop();
  }

  it('has only its import repeated when that failed with hope', async () => {
    const id = await submit('scm', git);
    const news = newsOf(stack, id);
    await news.resolved();
    await news.made();
    await news.importFailed('the disk of dist-git is full', HOPE);
    expect((await stack.said()).at(-1)).to.equal('build.ended');
    const { status, json } = await retry(id);
    expect([status, json['state'], json['kopr_reason'], json['ended_on']]).to.deep.equal([
      200,
      'importing',
      null,
      null,
    ]);
    expect(await stack.said()).to.deep.equal(['import.requested']);
    expect((await stack.bodies('import.requested')).at(-1)).to.deep.include({ build: id, round: 1, attempt: 1 });
    await news.importFailed('late news', { ...HOPE, round: 0 });
    await news.imported({ round: 1 });
    expect(await stack.said()).to.deep.equal(['task.queued']);
    expect((await retry(id)).json['error']).to.equal(
      `The import of build ${id} has not failed, so it cannot be retried.`,
    );
  });

  it('begins with dist-git where it had not come further', async () => {
    const id = await upload();
    await newsOf(stack, id).importFailed('the database is away', HOPE);
    await stack.said();
    await prune(0);
    expect((await retry(id)).json['state']).to.equal('pending');
    expect(await stack.said()).to.deep.equal(['source.requested']);
    const order = await lastOrder();
    expect(order).to.deep.include({ build: id, round: 1 });
    expect(order?.source.srpm?.url).to.match(/^http:\/\/frontend:5000\/tmp\//);
  });

  it('is refused where it would be in vain, with what to do', async () => {
    const hopeless = await submit('url', { pkgs: 'http://example.org/a-1-1.src.rpm' });
    await newsOf(stack, hopeless).importFailed('it is no RPM');
    const refused = await retry(hopeless);
    expect([refused.status, refused.json['error']]).to.deep.equal([
      409,
      `The import of build ${hopeless} would fail again: it is no RPM`,
    ]);
    const gone = await upload();
    await newsOf(stack, gone).importFailed('the database is away', HOPE);
    await prune(8);
    expect((await retry(gone)).json['error']).to.equal(
      `The file that was uploaded for build ${gone} is not kept any more. Please upload it again.`,
    );
  });

  it('is made anew of the same commit, or of the newest', async () => {
    const id = await submit('scm', { ...git, timeout: 600, background: true });
    const pin = { commit: 'a'.repeat(40), version: '1.0' };
    await newsOf(stack, id).resolved();
    await newsOf(stack, id).made();
    await newsOf(stack, id).imported({ pin });
    await stack.said();
    const same = await resubmit(id, { source: 'same' });
    expect(same.status).to.equal(200);
    expect(same.json).to.deep.include({ state: 'pending', is_background: true, chroots: [CHROOT] });
    expect(same.json['id']).not.to.equal(id);
    expect(await stack.said()).to.deep.equal(['source.requested']);
    expect(await lastOrder()).to.deep.include({ build: same.json['id'], pin, round: 0 });
    const config = await stack.ask('GET', `/api_3/build/source-build-config/${String(same.json['id'])}`);
    expect(config.json).to.deep.include({ timeout: 600 });
    expect(config.json['source_dict']).to.deep.include(git);
    await resubmit(id);
    expect((await lastOrder())?.pin).to.equal(null);
  });

  it('goes to other chroots when some are named', async () => {
    const id = await submit('url', { pkgs: 'http://example.org/a-1-1.src.rpm' });
    expect((await resubmit(id, { chroots: ['epel-*'] })).json['chroots']).to.deep.equal(['epel-9-x86_64']);
    const { status, json } = await resubmit(id, { chroots: ['zz'] });
    expect([status, json['error']]).to.deep.equal([
      400,
      `Bad request parameters: {'chroots': ["'zz' is not a valid choice for this field."]}`,
    ]);
  });

  it('has the uploaded file as long as that is there, and says what to do when it is not', async () => {
    const id = await upload();
    const again = await resubmit(id);
    expect(again.status).to.equal(200);
    const orders = (await stack.bodies('source.requested')).slice(-2).map(({ source }) => source.srpm);
    expect(orders[0]?.sha256).to.equal(orders[1]?.sha256);
    expect(orders[0]?.url).not.to.equal(orders[1]?.url);
    await newsOf(stack, id).importFailed('the database is away', HOPE);
    await prune(8);
    const { status, json } = await resubmit(id);
    expect([status, json['error']]).to.deep.equal([
      409,
      `The file hello-1.0-1.src.rpm of build ${id} is not kept: uploads go once they are imported. Please upload it again.`,
    ]);
  });

  it('is made of what was imported when the uploaded file is gone, at once and without an import', async () => {
    const id = await upload();
    await newsOf(stack, id).imported({ epoch: 2 });
    await prune(0);
    await stack.said();
    const again = await resubmit(id);
    expect([again.status, again.json['state'], again.json['source_package']]).to.deep.equal([
      200,
      'pending',
      { name: 'hello', url: null, version: '2:1.0-1' },
    ]);
    expect(await stack.said()).to.deep.equal(['task.queued', 'task.queued']);
    expect(await madeOf(Number(again.json['id']))).to.deep.equal(await madeOf(id));
    const third = await resubmit(Number(again.json['id']), { chroots: ['epel-*'] });
    expect([third.json['chroots'], await stack.said()]).to.deep.equal([['epel-9-x86_64'], ['task.queued']]);
  });

  it('is made of what an address led to, or of what is there now', async () => {
    const id = await submit('url', { pkgs: 'http://example.org/a-1-1.src.rpm' });
    await newsOf(stack, id).imported();
    await stack.said();
    await resubmit(id, { source: 'same' });
    expect(await stack.said()).to.deep.equal(['task.queued']);
    await resubmit(id, { source: 'newest' });
    expect(await stack.said()).to.deep.equal(['source.requested']);
  });

  it('has an uploaded file of its own while there is one', async () => {
    const id = await upload();
    await resubmit(id);
    const orders = (await stack.bodies('source.requested')).slice(-2).map(({ source }) => source.srpm);
    await newsOf(stack, id).imported();
    await prune(0);
    const there = await fetch(orders[1]?.url.replace('http://frontend:5000', stack.url) ?? '');
    expect([there.status, await there.text()]).to.deep.equal([200, 'srpm bytes']);
  });

  it('leaves no file behind when it is refused', async () => {
    const id = await upload();
    const before = await files();
    await stack.deps.db.query('UPDATE project_chroots SET enabled = FALSE');
    expect((await resubmit(id)).status).to.equal(400);
    await stack.deps.db.query('UPDATE project_chroots SET enabled = TRUE');
    expect(await files()).to.deep.equal(before);
  });
});

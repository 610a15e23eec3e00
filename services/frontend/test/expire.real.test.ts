import { expect } from 'chai';
import type { Deps } from '../src/deps.js';
import { expiring } from '../src/loops/expire.js';
import { ProjectEntity } from '../src/store/projects.js';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const DAY_MS = 86_400_000;
const [X86, EPEL] = ['fedora-42-x86_64', 'epel-9-x86_64'] as const;

describe('what expires', () => {
  let stack: Stack;
  let alice = '';
  let name = '';
  let count = 0;
  before(async () => {
    stack = await openStack();
    alice = await stack.user('alice');
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(() => {
    name = `p${(count += 1)}x`;
  });

  const add = (more: object = {}) =>
    stack.ask('POST', '/api_3/project/add/alice', alice, { name, chroots: [X86, EPEL], ...more });
  const edit = (change: object) => stack.ask('PUT', `/api_3/project/edit/alice/${name}`, alice, change);
  const status = async () => (await stack.ask('GET', `/api_3/project?ownername=alice&projectname=${name}`)).status;
  async function build(project_dirname?: string) {
    const pkgs = ['http://example.org/hello-1.0-1.src.rpm'];
    const body = { ownername: 'alice', projectname: name, project_dirname, pkgs, chroots: [X86] };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    return (json['items'] as { id: number }[])[0]?.id ?? 0;
  }
  /** The loop's round so many days from now. */
  async function inDays(days: number): Promise<void> {
    const deps: Deps = { ...stack.deps, now: () => new Date(Date.now() + days * DAY_MS) };
    await stack.said();
    const some = expiring(deps);
    while (await some());
  }
  const orders = async () => (await stack.bodies('repo.requested')).filter(({ project }) => project.name === name);
  const rows = async (table: string) =>
    (
      await stack.deps.db.query<unknown[]>(
        `SELECT 1 FROM ${table} t JOIN projects p ON p.id = t.project_id WHERE p.name = ?`,
        [name],
      )
    ).length;

  it('is a temporary project, in its day and with all that runs in it', async () => {
    await add({ delete_after_days: 10 });
    const id = await build();
    await inDays(9);
    expect(await status()).to.equal(200);
    await inDays(10.1);
    expect(await status()).to.equal(404);
    expect(await stack.said()).to.include.members(['build.cancel-requested', 'build.ended', 'project.deleted']);
    expect((await orders()).at(-1)?.verb).to.equal('delete');
    expect((await stack.ask('GET', `/api_3/build/${id}`)).status).to.equal(404);
    expect(await rows('project_terms')).to.equal(0);
    await inDays(11);
    expect(await stack.said()).to.be.empty;
  });

  it('is no project that was made permanent meanwhile', async () => {
    await add({ delete_after_days: 10 });
    await edit({ delete_after_days: -1 });
    await inDays(500);
    expect(await status()).to.equal(200);
  });

  it('is the directory of a pull request in which nobody built for forty days', async () => {
    await add();
    await build(`${name}:custom:kept`);
    const id = await build(`${name}:pr:5`);
    await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    await inDays(39);
    expect(await rows('project_dirs')).to.equal(3);
    await inDays(40.1);
    expect(await rows('project_dirs')).to.equal(2);
    const order = (await orders()).at(-1);
    expect([order?.verb, order?.project.dirname]).to.deep.equal(['delete-dir', `${name}:pr:5`]);
    expect((await stack.ask('GET', `/api_3/build/${id}`)).status).to.equal(404);
  });

  it('is no directory in which somebody builds again, or in which a build still runs', async () => {
    await add();
    await build(`${name}:pr:7`);
    await stack.deps.db.query(
      "UPDATE project_dirs SET delete_at = UTC_TIMESTAMP() + INTERVAL 1 DAY WHERE name LIKE '%:pr:7'",
    );
    await build(`${name}:pr:7`);
    await inDays(39);
    expect(await rows('project_dirs')).to.equal(2);
    await inDays(41);
    expect(await rows('project_dirs')).to.equal(2);
    expect((await orders()).map(({ verb }) => verb)).to.not.include('delete-dir');
  });

  it('are the results of a chroot that was dropped a week ago', async () => {
    await add();
    const id = await build();
    const news = newsOf(stack, id);
    await news.imported();
    await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    await edit({ chroots: [EPEL] });
    await inDays(6);
    expect(await rows('project_chroots')).to.equal(2);
    await inDays(7.1);
    expect(await rows('project_chroots')).to.equal(1);
    expect(await rows('newest_chroots')).to.equal(0);
    const order = (await orders()).at(-1);
    expect([order?.verb, order?.chroots]).to.deep.equal(['delete-chroots', [X86]]);
  });

  it('is no chroot that came back', async () => {
    await add();
    await edit({ chroots: [EPEL] });
    await edit({ chroots: [EPEL, X86] });
    await inDays(8);
    expect(await rows('project_chroots')).to.equal(2);
  });

  it('waits for nothing that can never be ended', async () => {
    await add({ delete_after_days: 10 });
    const { db } = stack.deps;
    const others = db.getMetadata(ProjectEntity).columns.map((column) => column.databaseName);
    const columns = others.filter((column) => !['id', 'owner', 'name', 'delete_at'].includes(column)).join(', ');
    // Without an owner nothing can be said of them.
    await db.query(
      `INSERT INTO projects (owner, name, delete_at, ${columns})
        SELECT '', CONCAT('bad', seq), created_at, ${columns} FROM projects JOIN seq_1_to_50 WHERE name = ?`,
      [name],
    );
    await inDays(10.1);
    await db.query("DELETE FROM projects WHERE owner = ''");
    expect(await status()).to.equal(404);
  });

  it('leaves nothing of projects that are gone', async () => {
    await add();
    const id = await build(`${name}:pr:9`);
    await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    await edit({ chroots: [EPEL] });
    await stack.ask('DELETE', `/api_3/project/delete/alice/${name}`, alice);
    await inDays(50);
    expect([await rows('project_dirs'), await rows('project_chroots')]).to.deep.equal([1, 1]);
    expect(await stack.said()).to.be.empty;
  });
});

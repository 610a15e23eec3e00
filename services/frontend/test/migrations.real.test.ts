/** The tables of the first release, with rows in them, brought up to date. */
import { expect } from 'chai';
import { openDatabase, outboxMigration } from '@kopr/shared/outbox';
import { silentLog } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { freshDatabase, freshSealingKeys, type FreshDatabase } from '@kopr/shared/testkit';
import type { DataSource } from 'typeorm';
import { allBuilds, showBuild } from '../src/store/build-lists.js';
import { openStore } from '../src/store/database.js';
import { PeopleAndProjects1764000000001 } from '../src/store/migrations/0001-people-and-projects.js';
import { PackagesAndBuilds1764000000002 } from '../src/store/migrations/0002-packages-and-builds.js';
import { newestChroots, type NewestChroot } from '../src/store/newest-chroots.js';
import { latestBuilds } from '../src/store/package-builds.js';
import { listPackages } from '../src/store/packages.js';
import { findProjectChroot } from '../src/store/project-chroots.js';
import { searchProjects } from '../src/store/project-search.js';
import { findProject } from '../src/store/projects.js';

const X86 = 'fedora-42-x86_64';
const FLAGS =
  'devel_mode, persistent, unlisted_on_hp, auto_prune, enable_net, multilib, module_hotfixes, fedora_review';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const build = (
  id: number,
  state: string,
) => `INSERT INTO builds (id, project_id, dirname, submitter_id, submitter, state,
    source_type, source_params, source_state, source_moved_at, package_name, version, timeout_s, background, submitted_at, trace)
  VALUES (${id}, 1, 'hello', 1, 'alice', '${state}', 'link', '{"url":"http://h/${id}.src.rpm"}', 'succeeded', NOW(3), 'tool-x',
    '1-${id}', 60, FALSE, NOW(3), '${TRACE}')`;
const part = (id: number, state: string) => `INSERT INTO build_chroots
    (build_id, name, state, phase, attempt, attempt_phase, task, packages, moved_at)
  VALUES (${id}, '${X86}', '${state}', 'building', 1, 'running', '{}', '[]', NOW(3))`;

const ROWS = [
  "INSERT INTO users (id, name, created_at) VALUES (1, 'alice', NOW(3))",
  `INSERT INTO mock_chroots (name, engine, branch, comment, extra_repos) VALUES ('${X86}', 'mock', 'f42', '', '[]')`,
  ...[
    [1, 'hello', 'TRUE', 'NULL', 0],
    [2, 'gone', 'NULL', 'NULL', 0],
    [3, 'brief', 'TRUE', '30', 0],
    [4, 'overdue', 'TRUE', '30', 100],
  ].map(
    ([
      id,
      name,
      living,
      days,
      age,
    ]) => `INSERT INTO projects (id, owner, name, living, user_id, created_by, created_at, description,
        instructions, additional_repos, runtime_dependencies, packit_forge_projects_allowed, ${FLAGS}, appstream,
        follow_fedora_branching, bootstrap, isolation, delete_after_days)
      VALUES (${id}, 'alice', '${name}', ${living}, 1, 1, NOW(3) - INTERVAL ${age} DAY, 'Greets the WORLD', '', '[]', '[]', '[]',
        ${FLAGS.split(', ').fill('FALSE').join(', ')}, FALSE, TRUE, 'default', 'default', ${days})`,
  ),
  "INSERT INTO project_dirs VALUES (1, 'hello', NOW(3))",
  `INSERT INTO project_chroots (project_id, chroot, additional_packages, additional_repos, with_opts, without_opts)
    VALUES (1, '${X86}', '["gcc"]', '[]', '[]', '[]')`,
  "INSERT INTO packages (project_id, name, created_at) VALUES (1, 'tool-x', NOW(3)), (1, 'bare', NOW(3))",
  build(1, 'succeeded'),
  build(2, 'failed'),
  part(1, 'succeeded'),
  part(2, 'failed'),
];

/** A database as the first release left it. */
async function olden(url: string): Promise<void> {
  const migrations = [outboxMigration, PeopleAndProjects1764000000001, PackagesAndBuilds1764000000002];
  const db = await openDatabase({ url, entities: [], migrations, log: silentLog() });
  for (const row of ROWS) await db.query(row);
  await db.destroy();
}

describe('a database of the first release', () => {
  let fresh: FreshDatabase;
  let db: DataSource;
  before(async () => {
    fresh = await freshDatabase();
    await olden(fresh.url);
    db = await openStore(fresh.url, readKeyring(freshSealingKeys()), silentLog());
  });
  after(async () => {
    await db.destroy();
    await fresh[Symbol.asyncDispose]();
  });

  it('keeps its projects, and knows when the temporary ones end', async () => {
    const hello = await findProject(db.manager, 'alice', 'hello');
    expect(hello).to.include({ webhookSecret: null, forkedFrom: null, deleteAt: null, followFedoraBranching: true });
    const brief = await findProject(db.manager, 'alice', 'brief');
    expect((Number(brief?.deleteAt) - Number(brief?.createdAt)) / 86_400_000).to.equal(30);
    const row = await findProjectChroot(db.manager, 1, X86);
    expect(row).to.deep.include({ additionalPackages: ['gcc'], additionalModules: [], bootstrap: 'unchanged' });
    expect(row).to.include({ enabled: true, deleteAfter: null, compsSha256: null });
  });

  it('gives a week to temporary projects that are overdue', async () => {
    const overdue = await findProject(db.manager, 'alice', 'overdue');
    expect((Number(overdue?.deleteAt) - Date.now()) / 86_400_000).to.be.within(6.9, 7);
  });

  it('finds its projects by all that projects are found by, but not the deleted ones', async () => {
    const all = { limit: 10, offset: 0 };
    const found = async (words: [string]) => (await searchProjects(db.manager, { words }, all)).map(({ id }) => id);
    expect(await found(['ello'])).to.deep.equal([1]);
    expect(await found(['lice'])).to.deep.equal([4, 3, 1]);
    expect(await found(['world'])).to.deep.equal([4, 3, 1]);
    expect(await found(['tool'])).to.deep.equal([1]);
    expect(await found(['gone'])).to.deep.equal([]);
  });

  it('shows the builds of its packages, and where each came from', async () => {
    const slice = { limit: 10, offset: 0, order: 'name', direction: 'ASC' } as const;
    const [bare, tool] = await listPackages(db.manager, 1, slice);
    expect(bare).to.deep.include({ name: 'bare', sourceType: 'unset', sourceParams: {}, maxBuilds: 0, pruneDue: null });
    expect(tool).to.deep.include({
      sourceType: 'link',
      sourceParams: { url: 'http://h/1.src.rpm' },
      chrootDenylist: [],
    });
    const latest = await latestBuilds(db.manager, { id: 1, name: 'hello' }, ['tool-x', 'bare']);
    expect([...latest]).to.deep.equal([['tool-x', { any: 2, succeeded: 1 }]]);
    const lists: number[][] = [];
    for await (const some of allBuilds(db.manager, { projectId: 1 }, null, 0)) lists.push(some.map((b) => b.build.id));
    expect(lists).to.deep.equal([[2, 1]]);
    expect((await showBuild(db.manager, 1))?.build).to.include({ batch: null, imported: null, version: '1-1' });
  });

  it('shows its monitors', async () => {
    const cells: NewestChroot[] = [];
    for await (const page of newestChroots(db.manager, 1, 'hello')) cells.push(...page);
    const [cell] = cells;
    expect(cells).to.have.lengthOf(1);
    expect(cell).to.include({ package: 'tool-x', chroot: X86, build: 2, state: 'failed', version: '1-2', placed: 1 });
  });
});

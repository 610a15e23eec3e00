import type { Nevra } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import type { Deps } from '../src/deps.js';
import { pruneResultsOfAll } from '../src/loops/prune-results.js';
import { prunedAt } from '../src/store/aged-builds.js';
import { projectsToPrune } from '../src/store/projects.js';
import { pruneResults } from '../src/verbs/prune-results.js';
import { newsOf } from './news.js';
import { openPages, type PagesOverStore } from './pages/over-store.js';
import { visitor } from './pages/visit.js';
import type { Stack } from './stack.js';

const DAY_MS = 86_400_000;
const [X86, ARM] = ['fedora-42-x86_64', 'fedora-42-aarch64'];

describe('old results', () => {
  let pages: PagesOverStore;
  let stack: Stack;
  let alice = '';
  let project = '';
  let count = 0;
  before(async () => {
    pages = await openPages();
    ({ stack } = pages);
    alice = await stack.user('alice');
  });
  beforeEach(async () => {
    project = `p${(count += 1)}`;
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: project, chroots: [X86, ARM] });
  });
  after(() => pages.close());

  const submit = async (more: object = {}) => {
    const body = { ownername: 'alice', projectname: project, pkgs: 'http://example.org/hello-1.0-1.src.rpm', ...more };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    return (json['items'] as { id: number }[])[0]?.id ?? 0;
  };
  /** A build that succeeds for its chroots. */
  const built = async (version: string, more: { chroots?: string[]; project_dirname?: string } = {}) => {
    const chroots = more.chroots ?? [X86];
    const id = await submit({ chroots, ...more });
    const news = newsOf(stack, id);
    await news.imported({ version });
    for (const chroot of chroots) {
      await news.finished(chroot);
      await news.published(chroot, undefined, [rpm(version)]);
    }
    return id;
  };
  const rpm = (version: string): Nevra => ({ name: 'hello', epoch: null, version, release: '1', arch: 'x86_64' });
  const later = (days: number, config: Partial<Deps['config']> = {}): Deps => ({
    ...stack.deps,
    config: { ...stack.deps.config, ...config },
    now: () => new Date(Date.now() + days * DAY_MS),
  });
  /** The loop's round so many days from now; answers which builds' results were ordered away in this project. */
  const gone = async (days: number) => {
    const before = (await orders()).length;
    const deps = later(days);
    for (const row of await projectsToPrune(deps.db.manager, 0, 1000)) await pruneResults(deps, row);
    return (await orders()).slice(before).flatMap(({ builds }) => builds);
  };
  const orders = async () =>
    (await stack.bodies('repo.requested')).filter(
      ({ verb, project: { name } }) => verb === 'delete-builds' && name === project,
    );
  const set = (column: string, value: number) =>
    stack.deps.db.query(`UPDATE projects SET ${column} = ? WHERE name = ?`, [value, project]);

  it('go two weeks after their build, once, when newer ones supersede them', async () => {
    const [first] = [await built('1.0'), await built('1.1')];
    expect(await gone(13.9)).to.deep.equal([]);
    expect(await gone(14.1)).to.deep.equal([first]);
    expect((await orders()).at(-1)).to.deep.include({
      chroots: [X86],
      project: { id: (await orders()).at(-1)?.project.id, owner: 'alice', name: project, dirname: project },
    });
    expect(await gone(300)).to.deep.equal([]);
  });

  it('leave their build as it was, and its page says that they are gone', async () => {
    const [first, second] = [await built('1.0'), await built('1.1')];
    const before = (await stack.ask('GET', `/api_3/build/${first}`)).json;
    await gone(20);
    expect((await stack.ask('GET', `/api_3/build/${first}`)).json).to.deep.equal(before);
    const page = async (id: number) => (await visitor(pages.url).open(`/coprs/alice/${project}/build/${id}/`)).html;
    expect(await page(first)).to.include('superseded by newer builds');
    expect(await page(second)).to.not.include('superseded by newer builds');
  });

  it('stay where they are the only ones of a chroot, or the highest version', async () => {
    await built('1.0', { chroots: [X86, ARM] });
    await built('2.0');
    const lower = await built('1.5');
    expect(await gone(300)).to.deep.equal([]);
    await built('1.6');
    expect(await gone(300)).to.deep.equal([lower]);
  });

  it('are not superseded by what lies in another directory', async () => {
    await built('1.0');
    const aside = { project_dirname: `${project}:custom:x` };
    const first = await built('1.1', aside);
    await built('1.2', aside);
    expect(await gone(300)).to.deep.equal([first]);
    expect((await orders()).at(-1)?.project.dirname).to.equal(`${project}:custom:x`);
  });

  it('are not superseded by a build that failed, or that is not over', async () => {
    await built('1.0');
    const failed = await submit({ chroots: [X86] });
    await newsOf(stack, failed).imported();
    await newsOf(stack, failed).finished(X86, 1, { outcome: 'failed' });
    await submit({ chroots: [X86] });
    const waiting = await submit({ chroots: [X86] });
    await newsOf(stack, waiting).imported();
    expect(await gone(300)).to.deep.equal([failed]);
  });

  it('stay when the newer ones were deleted meanwhile', async () => {
    await built('1.0');
    const second = await built('1.1');
    await stack.ask('DELETE', `/api_3/build/delete/${second}`, alice);
    expect(await gone(300)).to.deep.equal([]);
  });

  for (const [what, column, value] of [
    ['that an admin keeps whole', 'auto_prune', 0],
    ['that is persistent', 'persistent', 1],
    ['whose repositories are made on demand', 'devel_mode', 1],
  ] as const) {
    it(`stay in a project ${what}, also when it became so meanwhile`, async () => {
      await built('1.0');
      await built('1.1');
      const [row] = (await projectsToPrune(stack.deps.db.manager, 0, 1000)).slice(-1);
      await set(column, value);
      expect(await gone(300)).to.deep.equal([]);
      if (row) await pruneResults(later(300), row);
      expect(await orders()).to.deep.equal([]);
    });
  }

  it('go by themselves, unless no days are set', async () => {
    const [first] = [await built('1.0'), await built('1.1')];
    const never = pruneResultsOfAll(later(300, { pruneDays: 0 }));
    await never.start();
    await never.stop();
    expect(await prunedAt(stack.deps.db.manager, first)).to.equal(null);
    const part = pruneResultsOfAll(later(300));
    await part.start();
    await eventually(async () => (await prunedAt(stack.deps.db.manager, first)) !== null, { what: 'them to go' });
    await part.stop();
  });
});

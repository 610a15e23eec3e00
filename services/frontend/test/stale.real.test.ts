/** Verbs that are handed rows which somebody else has changed since they were read. */
import { expect } from 'chai';
import { findProjectChroot } from '../src/store/project-chroots.js';
import { findPackage, type PackageRow } from '../src/store/packages.js';
import { findProject, type ProjectRow } from '../src/store/projects.js';
import { deletePackage } from '../src/verbs/delete-package.js';
import { editChroot } from '../src/verbs/edit-chroot.js';
import { prunePackage } from '../src/verbs/prune-package.js';
import { regenerateRepos } from '../src/verbs/regenerate-repos.js';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const CHROOT = 'fedora-42-x86_64';

describe('a row that was read too early', () => {
  let stack: Stack;
  let alice = '';
  let project: ProjectRow;
  let count = 0;
  before(async () => {
    stack = await openStack();
    alice = await stack.user('alice');
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(async () => {
    const name = `p${(count += 1)}`;
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name, chroots: [CHROOT] });
    project = (await findProject(stack.deps.db.manager, 'alice', name)) as ProjectRow;
  });

  const path = (what: string) => `/api_3/${what}/alice/${project.name}`;
  const edit = (body: object) => stack.ask('PUT', path('project/edit'), alice, body);
  const remove = () => stack.ask('DELETE', path('project/delete'), alice);
  const lastOrder = async () => (await stack.bodies('repo.requested')).at(-1);
  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => (error as Error).message,
    );
  const chroot = async () => {
    const row = await findProjectChroot(stack.deps.db.manager, project.id, CHROOT);
    if (!row) throw new Error('no chroot');
    return row;
  };
  const packageRow = async () => {
    const fields = { package_name: 'hello', gem_name: 'g', max_builds: 100 };
    await stack.ask('POST', `${path('package/add')}/hello/rubygems`, alice, fields);
    return (await findPackage(stack.deps.db.manager, project.id, 'hello')) as PackageRow;
  };
  const build = async () => {
    const body = { ownername: 'alice', projectname: project.name, package_name: 'hello' };
    const id = Number((await stack.ask('POST', '/api_3/package/build', alice, body)).json['id']);
    await newsOf(stack, id).importFailed('no such file');
    return id;
  };

  it('does not take a project out of devel mode again', async () => {
    await edit({ devel_mode: true });
    await regenerateRepos(stack.deps, project);
    expect((await lastOrder())?.settings.develMode).to.equal(true);
    await editChroot(stack.deps, project, await chroot(), { comps: { name: 'comps.xml', text: '<comps/>' } });
    expect((await lastOrder())?.settings.develMode).to.equal(true);
  });

  it('does not leave package groups in the repository that were dropped', async () => {
    const row = await chroot();
    await editChroot(stack.deps, project, row, { comps: { name: 'comps.xml', text: '<comps/>' } });
    await editChroot(stack.deps, project, row, { comps: null });
    expect((await lastOrder())?.settings.comps).to.deep.equal({ [CHROOT]: null });
  });

  it('does not order anything for a project that is gone', async () => {
    const [row, known] = [await chroot(), await packageRow()];
    await remove();
    const gone = `Project alice/${project.name} does not exist.`;
    expect(await errorOf(regenerateRepos(stack.deps, project))).to.equal(gone);
    expect(await errorOf(editChroot(stack.deps, project, row, { comps: null }))).to.equal(gone);
    expect(await errorOf(deletePackage(stack.deps, project, known))).to.equal(gone);
    expect((await lastOrder())?.verb).to.equal('delete');
  });

  it('does not make more builds stay than are to be kept by now', async () => {
    const known = await packageRow();
    const [, second] = [await build(), await build()];
    await stack.ask('POST', `${path('package/edit')}/hello/rubygems`, alice, { package_name: 'hello', max_builds: 1 });
    await prunePackage(stack.deps, known);
    const { json } = await stack.ask('GET', `/api_3/build/list?ownername=alice&projectname=${project.name}`);
    expect((json['items'] as { id: number }[]).map(({ id }) => id)).to.deep.equal([second]);
  });
});

/** Acceptance: a forge is told how the builds of its webhooks stand, in order, though the broker is restarted meanwhile. */
import { standInForge, type StandInForge } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { freshName, packager, type Packager } from '../kit/client.js';
import { serveGit, type GitServer } from '../kit/git-server.js';
import { buildOf, hooksOf, pushed, pushedAtGitLab } from '../kit/hooks.js';
import { madeBySrpmMakefile } from '../kit/sources.js';
import { specText } from '../kit/srpm.js';
import { CHROOT, containerOf, FRONTEND, healthy, logsOf, must, until } from '../kit/stack.js';

const TOKEN = 'glpat-told-to-nobody-else-0123456789';

describe('statuses of commits', function () {
  this.timeout(600_000);
  let ivy: Packager;
  let forge: StandInForge;
  let server: GitServer;

  before(async () => {
    ivy = await packager('ivy');
    forge = standInForge(TOKEN);
    server = await serveGit(forge.listener);
  });
  after(() => server.close());

  /** A project whose forge is told, and a package in it that is made so. */
  async function told(kind: 'github' | 'gitlab', build: string) {
    const [project, name] = [freshName('told'), freshName('hello')];
    await ivy.project(project);
    const token = { forge: kind, address: server.url, token: TOKEN };
    const { error } = await ivy.send('PUT', `/webhook/status-token/ivy/${project}`, token);
    expect(error).to.equal(undefined);
    const spec = { [`${name}.spec`]: specText({ name, build }) };
    const repository = await server.repository(`octo/${name}.git`, { ...madeBySrpmMakefile(name), ...spec });
    const hooks = await hooksOf(ivy, project);
    await hooks.add(name, repository.url);
    const commit = await repository.push({ 'a.txt': 'told of\n' });
    return { name, project, repository, hooks, commit };
  }

  const of = (sha: string) => forge.taken.filter(({ commit }) => commit === sha);
  const statesOf = (sha: string) => of(sha).map(({ body }) => body['state']);
  const reaches = (sha: string, state: string) =>
    until(`${state} is told`, 240_000, () => Promise.resolve(statesOf(sha).includes(state)));

  it('arrive in order with a link to the build, across a restart of the broker', async () => {
    const { name, project, repository, hooks, commit } = await told('gitlab', 'sleep 8');
    const build = buildOf(await hooks.tell(pushedAtGitLab(repository.url, commit)));
    await reaches(commit, 'running');
    await must('docker', ['restart', await containerOf('rabbitmq')]);
    await healthy('rabbitmq');
    await reaches(commit, 'success');
    expect(statesOf(commit)).to.deep.equal(['pending', 'running', 'success']);
    for (const { repository: path, body } of of(commit)) {
      expect(path).to.equal(`octo/${name}`);
      expect(body).to.include({ target_url: `${FRONTEND}/coprs/build/${build}`, name: `kopr/ivy/${project}/${name}` });
    }
    const page = await fetch(of(commit)[0]?.body['target_url'] ?? '');
    expect([page.status, await page.text()].join())
      .to.match(/^200,/)
      .and.include(name);
  });

  it('tell of failure, and where', async () => {
    const { repository, hooks, commit, project } = await told('github', 'exit 1');
    await hooks.tell(pushed(repository.url, commit));
    await reaches(commit, 'failure');
    expect(statesOf(commit)).to.deep.equal(['pending', 'pending', 'failure']);
    expect(of(commit).at(-1)?.body['description']).to.equal(`0 of 1 chroots succeeded; failed: ${CHROOT}`);
    const use = await until('the use of the token is known', 30_000, async () => {
      const shown = await ivy.api<{ used_on: number | null }>(`/webhook/status-token/ivy/${project}`);
      return shown.used_on !== null && shown;
    });
    expect(use).to.include({ has_token: true, refusal: null });
  });

  it('leave no trace of the token in any log', async () => {
    expect(forge.taken).to.have.length.greaterThan(5);
    for (const service of ['frontend', 'notifier', 'dist-git', 'scheduler', 'builder-manager', 'repo-publisher'])
      expect(JSON.stringify(await logsOf(service)), service).to.not.include(TOKEN.slice(6));
  });
});

/** Acceptance: a packager clones a package from dist-git, edits it, pushes with an API token, and it is built and published. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freshName, packager, type Build, type Packager } from '../kit/client.js';
import { packagesAt } from '../kit/repository.js';
import { sourceOf } from '../kit/sources.js';
import { specText, srpm } from '../kit/srpm.js';
import { CHROOT, containerOf, DIST_GIT, killService, must, run, startService, until, type Run } from '../kit/stack.js';

interface Delivery {
  readonly id: number;
  readonly event: string;
  readonly state: string;
  readonly reason: string | null;
  readonly decisions: readonly { readonly build: number | null; readonly why: string }[];
}

const BRANCH = CHROOT.replace(/-[^-]+$/, '').replace('-', '');

const tokenOf = async ({ configFile }: Packager): Promise<string> =>
  /^token\s*=\s*(\S+)$/m.exec(await readFile(configFile, 'utf8'))?.[1] ?? '';

describe('a push to dist-git', function () {
  this.timeout(600_000);
  const name = freshName('clocks');
  let petra: Packager;
  let clone: string;
  let address: string;
  let imported: string;

  before(async () => {
    petra = await packager('petra');
    await petra.project('workshop');
    const first = await petra.upload('workshop', await srpm({ name }));
    expect((await petra.ended(first.id)).state).to.equal('succeeded');
    const source = `${DIST_GIT}/git/petra/workshop/${name}`;
    const edited = await petra.copr(
      ...['edit-package-scm', 'workshop', '--name', name, '--clone-url', source, '--commit', BRANCH],
      ...['--webhook-rebuild', 'on'],
    );
    expect(edited.code, edited.stderr).to.equal(0);
    clone = join(await mkdtemp(join(tmpdir(), 'kopr-push-')), name);
    await must('git', ['clone', '-q', '-b', BRANCH, source, clone]);
    imported = (await git('rev-parse', 'HEAD')).trim();
    address = source.replace('//', `//petra:${await tokenOf(petra)}@`);
  });

  const git = (...args: string[]) => must('git', ['-C', clone, ...args]);

  async function commit(files: Readonly<Record<string, string>>): Promise<string> {
    for (const [file, content] of Object.entries(files)) await writeFile(join(clone, file), content);
    await git('add', '-A');
    await git('-c', 'user.name=Petra', '-c', 'user.email=petra@example.org', 'commit', '-q', '-m', 'By hand');
    return (await git('rev-parse', 'HEAD')).trim();
  }

  const push = (...args: string[]): Promise<Run> => run('git', ['-C', clone, 'push', ...args]);

  /** What became of the push of this commit. */
  const became = (pushed: string, branch = BRANCH): Promise<Delivery> =>
    until(`the push of ${pushed} is worked off`, 60_000, async () => {
      const { items } = await petra.api<{ items: Delivery[] }>('/webhook/deliveries/petra/workshop');
      return items.find(
        ({ event, state }) => event === `push to ${branch} at ${pushed.slice(0, 8)}` && state !== 'waiting',
      );
    });

  /** The build that came of it. */
  async function buildOf(pushed: string): Promise<number> {
    const { decisions, reason } = await became(pushed);
    const build = decisions[0]?.build;
    if (build == null) throw new Error(`nothing was built: ${decisions[0]?.why ?? reason ?? ''}`);
    return build;
  }

  it('builds the pushed commit, with all that lies in it, and publishes', async () => {
    const pushed = await commit({ [`${name}.spec`]: specText({ name, version: '2' }), README: 'Read me.\n' });
    const { code, stderr } = await push(address, `HEAD:${BRANCH}`);
    expect(code, stderr).to.equal(0);
    const build = await buildOf(pushed);
    const end: Build = await petra.ended(build);
    expect(end.state, String(end['kopr_reason'])).to.equal('succeeded');
    expect(end).to.include({ submitter: 'petra' });
    expect(end.source_package).to.include({ name, version: '2-1' });
    expect((await sourceOf(petra, build)).pin.commit).to.equal(pushed);
    const paths = (await packagesAt(`petra/workshop/${CHROOT}`)) ?? [];
    expect(paths.some((path) => path.includes(`/${name}-2-1`))).to.equal(true);
    // Nothing was imported on top of it.
    const [head = ''] = (await git('ls-remote', address, `refs/heads/${BRANCH}`)).split('\t');
    expect(head).to.equal(pushed);
    expect(await git('show', `${pushed}:README`)).to.equal('Read me.\n');
  });

  it('to a branch that no chroot has does nothing, and says why', async () => {
    const pushed = await commit({ notes: 'An idea.\n' });
    expect((await push(address, 'HEAD:idea')).code).to.equal(0);
    const { state, decisions } = await became(pushed, 'idea');
    expect(state).to.equal('nothing');
    expect(decisions[0]?.why).to.equal(
      `branch differs: no chroot of the project is built from idea (they are from ${BRANCH})`,
    );
  });

  it('by a stranger is refused in words', async () => {
    const stranger = await packager('otto');
    const theirs = address.replace(/\/\/[^@]+@/, `//otto:${await tokenOf(stranger)}@`);
    const refused = await until('dist-git knows otto', 20_000, async () => {
      const pushed = await push(theirs, 'HEAD:theirs');
      return /otto may not push/.test(pushed.stderr) && pushed;
    });
    expect(refused.code).to.not.equal(0);
  });

  it('by a token that is revoked is refused five seconds later at the latest', async () => {
    const ruth = await packager(freshName('ruth'));
    await ruth.project('workshop');
    const theirs = `${DIST_GIT}/git/${ruth.name}/workshop/${name}`.replace(
      '//',
      `//${ruth.name}:${await tokenOf(ruth)}@`,
    );
    await until('dist-git knows her', 20_000, async () => (await push(theirs, `HEAD:${BRANCH}`)).code === 0);
    // She replaces it, as copr-cli does: the one that was sent ends.
    expect(await ruth.send('POST', '/api-token', {})).to.include.keys('api_login', 'api_token');
    let tries = 0;
    const refused = await until('a push is refused', 5_000, async () => {
      const pushed = await push(theirs, `HEAD:refs/heads/late-${++tries}`);
      return pushed.code !== 0 && pushed;
    });
    // The word may come between a push's two requests: git tells of the second by its number.
    expect(refused.stderr).to.match(/Authentication failed|HTTP 401/);
    expect((await push(theirs, 'HEAD:refs/heads/later')).stderr, 'for good').to.contain('Authentication failed');
  });

  it('that forces history away leaves builders what they were told to build, though nobody else finds it', async () => {
    await killService('builder-manager');
    const lost = await commit({ [`${name}.spec`]: specText({ name, version: '3' }) });
    expect((await push(address, `HEAD:${BRANCH}`)).code).to.equal(0);
    const queued = await buildOf(lost);
    await git('checkout', '-q', '--orphan', 'anew');
    const pushed = await commit({ [`${name}.spec`]: specText({ name, version: '4' }) });
    expect((await push('--force', address, `HEAD:${BRANCH}`)).code).to.equal(0);
    const newer = await buildOf(pushed);
    expect((await push(address, `:${BRANCH}`)).stderr).to.contain('it cannot be deleted');
    expect(await git('ls-remote', address))
      .to.contain(pushed)
      .and.not.contain(lost);
    await collectGarbage();
    expect(await petra.state(queued)).to.be.oneOf(['importing', 'pending', 'starting']);
    await startService('builder-manager');
    for (const [build, from, version] of [
      [queued, lost, '3-1'],
      [newer, pushed, '4-1'],
    ] as const) {
      const end = await petra.ended(build);
      expect(end.state, String(end['kopr_reason'])).to.equal('succeeded');
      expect(end.source_package).to.include({ version });
      expect((await sourceOf(petra, build)).pin.commit).to.equal(from);
    }
    const answer = await fetch(`${DIST_GIT}/archive/petra/workshop/${name}/${imported}.tar`);
    expect(answer.status, 'what was built long ago').to.equal(200);
  });

  /** As dist-git does it when a repository has many packs, but of everything, however young. */
  async function collectGarbage(): Promise<void> {
    const repository = `/var/lib/kopr/git/petra/workshop/${name}.git`;
    const gc = ['git', '-c', 'safe.directory=*', `--git-dir=${repository}`, 'gc', '--quiet', '--prune=now'];
    await must('docker', ['exec', await containerOf('dist-git'), ...gc]);
  }
});

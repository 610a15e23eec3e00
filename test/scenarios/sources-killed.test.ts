/** Acceptance: any one container killed while a source is made or imported, then started again: the build succeeds, once. */
import { expect } from 'chai';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packager, type Packager } from '../kit/client.js';
import { serveGit, type GitServer } from '../kit/git-server.js';
import { mailsAbout } from '../kit/mail.js';
import { madeBySrpmMakefile, sourceOf, submit, SRPM_MAKEFILE } from '../kit/sources.js';
import { DIST_GIT, healthy, killService, must, startService, until } from '../kit/stack.js';

/** No two makings leave the same spec, so that two imports could not look like one. */
const MARK = 'echo "# $$(date +%s%N)" >>$(wildcard *.spec)';

describe('a container killed while a source is made', function () {
  this.timeout(420_000);
  let kira: Packager;
  let server: GitServer;

  before(async () => {
    kira = await packager('kira');
    await kira.project('killed');
    server = await serveGit();
  });
  after(() => server.close());

  /** All commits of all branches. */
  async function commitsOf(url: string): Promise<string[]> {
    const dir = await mkdtemp(join(tmpdir(), 'kopr-killed-'));
    await must('git', ['clone', '-q', '--mirror', url, dir]);
    const commits = await must('git', ['rev-list', '--all'], { cwd: dir });
    return commits.split('\n').filter((line) => line !== '');
  }

  for (const service of ['frontend', 'dist-git', 'scheduler', 'builder-manager', 'rabbitmq']) {
    it(`costs nothing when it is ${service}`, async () => {
      const name = `survives-${service}`;
      const repository = await server.repository(`${name}.git`, {
        ...madeBySrpmMakefile(name),
        '.copr/Makefile': SRPM_MAKEFILE.replace('srpm:\n', `srpm:\n\t${MARK}\n\tsleep 4\n`),
      });
      const { id } = await submit(kira, 'killed', 'scm', {
        clone_url: repository.url,
        source_build_method: 'make_srpm',
      });
      await until('the source task runs', 60_000, async () => (await sourceOf(kira, id)).state === 'running');
      await killService(service);
      await startService(service);
      await healthy('frontend');
      const end = await until(`build ${id} is final`, 240_000, async () => {
        const now = await kira.build(id).catch(() => undefined);
        return now !== undefined && ['succeeded', 'failed', 'canceled'].includes(now.state) && now;
      });
      expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
      expect(await commitsOf(`${DIST_GIT}/git/kira/killed/${name}`)).to.have.lengthOf(1);
      await until('exactly one mail', 60_000, async () => (await mailsAbout(id)).length === 1);
    });
  }
});

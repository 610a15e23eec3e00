/** Acceptance: a spec that would leave a mark wherever it is evaluated leaves none in any service. */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { packager, type Packager } from '../kit/client.js';
import { serveGit, type GitServer } from '../kit/git-server.js';
import { SRPM_MAKEFILE, submit } from '../kit/sources.js';
import { specText, srpm } from '../kit/srpm.js';
import { containerOf, run } from '../kit/stack.js';

const SERVICES = ['frontend', 'dist-git', 'scheduler', 'builder-manager', 'repo-publisher', 'notifier', 'results'];

describe('a spec that runs code when it is read', function () {
  this.timeout(300_000);
  const mark = `kopr-mark-${randomUUID()}`;
  let lars: Packager;
  let server: GitServer;

  before(async () => {
    lars = await packager('lars');
    await lars.project('hostile');
    server = await serveGit();
  });
  after(() => server.close());

  /** Each way of running code while a spec is read; all of them are legal in a builder. */
  const evil = [
    `%global shell %(touch /tmp/${mark}-shell; echo 1)`,
    `%{lua: local f = io.open("/tmp/${mark}-lua", "w"); if f then f:write("x"); f:close() end}`,
    `%{expand:%(touch /tmp/${mark}-expand; echo)}`,
  ].join('\n');

  async function marks(): Promise<string[]> {
    const found: string[] = [];
    for (const service of SERVICES) {
      const command = ['exec', await containerOf(service), 'sh', '-c', `find / -xdev -name '${mark}*' 2>/dev/null`];
      const { stdout } = await run('docker', command);
      if (stdout.trim() !== '') found.push(`${service}: ${stdout.trim()}`);
    }
    return found;
  }

  it('leaves no mark in any service as a finished SRPM', async () => {
    const file = await srpm({ name: 'evilpackage', extra: evil });
    // This machine's rpmbuild has read it, so it is known to work.
    const here = (await readdir('/tmp')).filter((name) => name.startsWith(mark));
    expect(here).to.have.lengthOf(3);
    for (const name of here) await rm(`/tmp/${name}`);
    const build = await lars.upload('hostile', file);
    expect((await lars.ended(build.id)).state).to.equal('succeeded');
    expect(await marks()).to.deep.equal([]);
  });

  it('leaves no mark in any service when a builder makes it from git', async () => {
    const repository = await server.repository('evil.git', {
      '.copr/Makefile': SRPM_MAKEFILE,
      'evil.spec': specText({ name: 'evil', extra: evil }),
    });
    const build = await submit(lars, 'hostile', 'scm', {
      clone_url: repository.url,
      source_build_method: 'make_srpm',
    });
    const end = await lars.ended(build.id);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect(await marks()).to.deep.equal([]);
  });

  it('leaves no mark in any service as a lone spec', async () => {
    server.files['/lone-evil.spec'] = Buffer.from(specText({ name: 'lone-evil', extra: evil }));
    const build = await lars.fromUrl('hostile', `${server.url}/lone-evil.spec`);
    const end = await lars.ended(build.id);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect(await marks()).to.deep.equal([]);
  });
});

/** Acceptance: copr-cli from PyPI, unmodified, does the main job. */
import { expect } from 'chai';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packager, type Packager } from '../kit/client.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT, FRONTEND, RESULTS } from '../kit/stack.js';

describe('copr-cli from PyPI', function () {
  this.timeout(600_000);
  let alice: Packager;
  let first: string;

  before(async () => {
    alice = await packager('alice');
  });

  it('knows who it is and which chroots there are', async () => {
    expect((await alice.copr('whoami')).stdout.trim()).to.equal('alice');
    expect((await alice.copr('list-chroots')).stdout.split('\n')).to.include(CHROOT);
  });

  it('creates a project and refuses the second one of the same name', async () => {
    const made = await alice.copr('create', 'cli', '--chroot', CHROOT, '--description', 'made by copr-cli');
    expect(made.code, made.stderr).to.equal(0);
    expect(made.stdout).to.include(`New project was successfully created: ${FRONTEND}/coprs/alice/cli/`);
    const again = await alice.copr('create', 'cli', '--chroot', CHROOT);
    expect(again.code).to.equal(1);
    expect(again.stderr).to.include("You already have a project named 'cli'.");
  });

  it('lists and shows the project with its repositories', async () => {
    expect((await alice.copr('list', 'alice')).stdout).to.include('Name: cli');
    expect((await alice.copr('get', 'cli')).stdout).to.include(`${RESULTS}/alice/cli/${CHROOT}/`);
  });

  it('builds a local SRPM and watches it to success', async () => {
    const built = await alice.copr('build', 'cli', await srpm({ name: 'cli-good' }));
    expect(built.code, built.stdout + built.stderr).to.equal(0);
    first = /Created builds: (\d+)/.exec(built.stdout)?.[1] ?? '';
    expect(first).to.match(/^\d+$/);
    expect((await alice.copr('status', first)).stdout.trim()).to.equal('succeeded');
    expect((await alice.copr('watch-build', first)).code).to.equal(0);
  });

  it('exits 4 when a watched build fails', async () => {
    const built = await alice.copr('build', 'cli', await srpm({ name: 'cli-bad', build: 'exit 1' }));
    expect(built.code).to.equal(4);
    expect(built.stderr + built.stdout).to.match(/Build\(s\) \d+ failed/);
  });

  it('cancels a running build', async () => {
    const built = await alice.copr('build', 'cli', '--nowait', await srpm({ name: 'cli-slow', build: 'sleep 600' }));
    const id = Number(/Created builds: (\d+)/.exec(built.stdout)?.[1]);
    await alice.reaches(id, ['running']);
    const canceled = await alice.copr('cancel', String(id));
    expect(canceled.code, canceled.stderr).to.equal(0);
    expect((await alice.copr('status', String(id))).stdout.trim()).to.equal('canceled');
  });

  it('lists the builds with their states', async () => {
    const { stdout } = await alice.copr('list-builds', 'cli', '--output-format', 'text-row');
    expect(stdout)
      .to.match(/cli-slow\tcanceled/)
      .and.match(/cli-bad\tfailed/)
      .and.match(/cli-good\tsucceeded/);
  });

  it('downloads the results of a build', async () => {
    const dest = join(alice.dir, 'results');
    const got = await alice.copr('download-build', first, '--dest', dest);
    expect(got.code, got.stderr).to.equal(0);
    const files = await readdir(join(dest, CHROOT));
    expect(files).to.include.members([
      'cli-good-1-1.md13.noarch.rpm',
      'cli-good-1-1.md13.src.rpm',
      'builder-live.log.gz',
      'cli-good.spec',
    ]);
    await alice.copr('download-build', first, '--logs', '--dest', `${dest}-logs`);
    expect(await readdir(join(`${dest}-logs`, CHROOT))).to.include('builder-live.log.gz');
  });

  it('deletes a build and then the project', async () => {
    expect((await alice.copr('delete-build', first)).code).to.equal(0);
    expect((await alice.copr('delete', 'cli')).stdout).to.include('Project cli has been deleted.');
    expect((await alice.copr('get', 'cli')).code).to.equal(1);
  });
});

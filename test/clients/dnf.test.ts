/** Acceptance: Debian's dnf with its copr plugin, unmodified, finds, enables and installs what Kopr built. */
import { expect } from 'chai';
import { admin, packager, type Packager } from '../kit/client.js';
import { imageOf, machine, type Machine } from '../kit/machine.js';
import { srpm } from '../kit/srpm.js';
import { ARCH, CHROOT, FRONTEND, RESULTS } from '../kit/stack.js';

/** What a hub's administrator tells people to put in place; the port is not the plugin's default of 443. */
const HUB = `[kopr]
hostname = localhost
protocol = http
port = ${new URL(FRONTEND).port}
`;

describe('dnf with its copr plugin', function () {
  this.timeout(600_000);
  let gina: Packager;
  let pc: Machine;
  const dnf = (...args: string[]) => pc.exec('dnf', '-y', ...args);
  const enable = (project: string, chroot = CHROOT) => dnf('copr', 'enable', `kopr/${project}`, chroot);
  const repoFile = (project: string) => pc.sh(`cat '/etc/yum.repos.d/_copr:localhost:${project}.repo'`);
  const coprFiles = async () =>
    (await pc.sh('ls /etc/yum.repos.d')).split('\n').filter((file) => file.startsWith('_copr'));

  before(async () => {
    gina = await packager('gina');
    pc = await machine(await imageOf('dnf-client'));
    await pc.write('/etc/dnf/plugins/copr.d/kopr.conf', HUB);
    await admin('group', 'create', 'herbs', 'gina');
    await gina.project('library', { description: 'What others build on' });
    await gina.project('dnf', {
      description: 'Found by dnf',
      runtime_dependencies: 'copr://gina/library https://example.org/extra/$chroot',
    });
    await gina.send('POST', '/project/add/@herbs?exist_ok=True', { name: 'garden', chroots: [CHROOT] });
    const library = await gina.upload('library', await srpm({ name: 'dnf-library' }));
    const tool = await gina.upload('dnf', await srpm({ name: 'dnf-tool', extra: 'Requires: dnf-library' }));
    const side = await gina.upload('dnf', await srpm({ name: 'dnf-side' }), { project_dirname: 'dnf:custom:next' });
    const dill = await gina.upload('garden', await srpm({ name: 'dnf-dill' }), { ownername: '@herbs' });
    for (const { id } of [library, tool, side, dill]) expect((await gina.ended(id)).state).to.equal('succeeded');
  });
  after(() => pc[Symbol.asyncDispose]());

  it('lists a user’s projects with their descriptions', async () => {
    const { code, stdout, stderr } = await dnf('copr', 'list', '--hub', 'kopr', '--available-by-user=gina');
    expect(code, stderr).to.equal(0);
    expect(stdout)
      .to.match(/^=+ List of gina coprs =+$/m)
      .and.match(/^gina\/dnf : Found by dnf$/m)
      .and.match(/^gina\/library : What others build on$/m);
  });

  it('finds projects by a word', async () => {
    const { code, stdout, stderr } = await dnf('copr', 'search', '--hub', 'kopr', 'library');
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^gina\/library : What others build on$/m);
    expect(stdout).not.to.include('gina/dnf');
  });

  it('has nothing to list of a user who is not there', async () => {
    const { code, stdout } = await dnf('copr', 'list', '--hub', 'kopr', '--available-by-user=nobody-here');
    expect(code).to.equal(0);
    expect(stdout).to.include('List of nobody-here coprs').and.not.include(' : ');
  });

  it('enables a project and tells of the repositories that it needs at run time', async () => {
    const { code, stderr, stdout } = await enable('gina/dnf');
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include('Repository successfully enabled.');
    expect(stderr)
      .to.include('[coprdep:localhost:gina:library]')
      .and.include(`baseurl=${RESULTS}/gina/library/minidistro-13-$basearch/`)
      .and.include('[coprdep:https_example_org_extra_chroot]')
      .and.include(`baseurl=https://example.org/extra/${CHROOT}`);
    expect(await coprFiles()).to.deep.equal(['_copr:localhost:gina:dnf.repo']);
  });

  it('installs a package with one that it needs from the other project, all signatures checked', async () => {
    // The outside dependency is a name that no test may ask for.
    const without = '--disablerepo=coprdep:https_example_org_extra_chroot';
    const { code, stdout, stderr } = await dnf('install', without, 'dnf-tool');
    expect(code, stdout + stderr).to.equal(0);
    expect(await pc.sh('cat /usr/share/dnf-tool/name /usr/share/dnf-library/name')).to.equal('dnf-tool\ndnf-library\n');
    expect(await repoFile('gina:dnf')).to.include('gpgcheck=1');
    expect(await pc.sh('rpm -qi dnf-tool dnf-library')).to.match(
      /Signature +: RSA\/SHA256[^]*Signature +: RSA\/SHA256/,
    );
  });

  it('lists what is enabled, disables it and removes it', async () => {
    const listed = async (...how: string[]) => (await dnf('copr', 'list', ...how)).stdout;
    expect(await listed('--enabled')).to.match(/^localhost\/gina\/dnf$/m);
    const off = await dnf('copr', 'disable', 'kopr/gina/dnf');
    expect(off.code, off.stderr).to.equal(0);
    expect(off.stdout).to.include('Repository successfully disabled.');
    expect(await listed('--disabled')).to.match(/^localhost\/gina\/dnf \(disabled\)$/m);
    expect(await listed('--enabled')).not.to.include('gina/dnf');
    const gone = await dnf('copr', 'remove', 'kopr/gina/dnf');
    expect(gone.stdout, gone.stderr).to.include('Repository successfully removed.');
    expect(await coprFiles()).to.deep.equal([]);
    expect((await dnf('copr', 'remove', 'kopr/gina/dnf')).code).to.equal(1);
  });

  it('is told when there is no such project', async () => {
    const { code, stderr } = await enable('gina/no-such-thing');
    expect(code).to.equal(1);
    expect(stderr).to.include('Project gina/no-such-thing does not exist.');
    expect((await enable('no-such-user/dnf')).stderr).to.include('Project no-such-user/dnf does not exist.');
    expect((await enable('gina/dnf:custom:nowhere')).stderr).to.include('does not exist.');
  });

  it('is told which chroots there are when the one asked for is not among them', async () => {
    const { code, stderr } = await enable('gina/dnf', `fedora-42-${ARCH}`);
    expect(code).to.equal(1);
    expect(stderr)
      .to.include(`Repository 'fedora-42-${ARCH}' does not exist in project 'gina/dnf'.`)
      .and.include(`Available repositories: '${CHROOT}'`);
    // Without a chroot the plugin guesses from the machine, which is none that it knows.
    const guessed = await dnf('copr', 'enable', 'kopr/gina/dnf');
    expect(guessed.stderr).to.match(/Repository 'epel-13-\w+' does not exist in project 'gina\/dnf'/);
    expect(await coprFiles()).to.deep.equal([]);
  });

  it('enables a group’s project under the group’s name', async () => {
    const { code, stderr } = await enable('@herbs/garden');
    expect(code, stderr).to.equal(0);
    expect(await coprFiles()).to.deep.equal(['_copr:localhost:group_herbs:garden.repo']);
    expect(await repoFile('group_herbs:garden')).to.include(
      `baseurl=${RESULTS}/@herbs/garden/minidistro-13-$basearch/`,
    );
    const installed = await dnf('install', 'dnf-dill');
    expect(installed.code, installed.stderr).to.equal(0);
    expect((await dnf('copr', 'list', '--enabled')).stdout).to.match(/^localhost\/group_herbs\/garden$/m);
    expect((await dnf('copr', 'remove', 'kopr/@herbs/garden')).code).to.equal(0);
  });

  it('enables a side directory, whose packages the main one has not', async () => {
    const { code, stderr } = await enable('gina/dnf:custom:next');
    expect(code, stderr).to.equal(0);
    expect(await coprFiles()).to.deep.equal(['_copr:localhost:gina:dnf:custom:next.repo']);
    const without = '--disablerepo=coprdep:*';
    const installed = await dnf('install', without, 'dnf-side');
    expect(installed.code, installed.stderr).to.equal(0);
    expect((await dnf('install', without, 'dnf-tool-that-is-not-here')).code).to.equal(1);
    expect((await dnf('copr', 'remove', 'kopr/gina/dnf:custom:next')).code).to.equal(0);
  });
});

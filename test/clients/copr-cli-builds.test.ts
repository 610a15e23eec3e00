/** Acceptance: what copr-cli from PyPI does with builds, where only a house with builders has anything to show. */
import { expect } from 'chai';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freshName, packager, type Packager } from '../kit/client.js';
import { build, copr, createdIn, lists, soon } from '../kit/copr.js';
import { textAt } from '../kit/repository.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT, FRONTEND, run } from '../kit/stack.js';

const LEAF = /^\d{8}-/;

describe('copr-cli from PyPI and the builds of the whole house', function () {
  this.timeout(600_000);
  let mona: Packager;
  let first: number;

  before(async () => {
    mona = await packager(freshName('mona'));
    await copr(mona, 'create', 'builds', '--chroot', CHROOT);
    first = await build(mona, 'builds', 'build-dill');
  });

  it('builds several packages in one command, in the background, and watches all to their ends', async () => {
    const files = [await srpm({ name: 'many-one' }), await srpm({ name: 'many-two' })];
    const out = await copr(mona, 'build', 'builds', '--background', '--timeout', '1800', ...files);
    const ids = createdIn(out);
    expect(ids).to.have.length(2);
    for (const id of ids) {
      expect(out)
        .to.include(`${FRONTEND}/coprs/build/${id}`)
        .and.match(new RegExp(`Build ${id}: succeeded`));
      expect((await mona.build(id))['is_background']).to.equal(true);
    }
    expect(await copr(mona, 'watch-build', ...ids.map(String))).to.match(/succeeded/);
  });

  const downloads: [string, string[], (name: string) => boolean][] = [
    ['everything', [], () => true],
    ['--rpms', ['--rpms'], (name) => name.endsWith('.rpm')],
    ['--spec', ['--spec'], (name) => name.endsWith('.spec')],
    ['--logs', ['--logs'], (name) => name.endsWith('.log.gz')],
    ['--rpms --spec', ['--rpms', '--spec'], (name) => /\.(rpm|spec)$/.test(name)],
    ['-r', ['-r', CHROOT, '--spec'], (name) => name.endsWith('.spec')],
  ];
  const folder = (name: string) => join(mona.dir, name);

  for (const [title, options, isWanted] of downloads) {
    it(`downloads of a build: ${title}`, async () => {
      const dest = folder(`download${options.join('')}`);
      await copr(mona, 'download-build', String(first), '--dest', dest, ...options);
      const files = (await readdir(join(dest, CHROOT))).filter((name) => !name.startsWith('index.html'));
      expect(files.filter((name) => !isWanted(name))).to.deep.equal([]);
      const all = [
        'build-dill-1-1.md13.noarch.rpm',
        'build-dill-1-1.md13.src.rpm',
        'build-dill.spec',
        'builder-live.log.gz',
      ];
      expect(files).to.include.members(all.filter(isWanted));
    });
  }

  it('downloads nothing of a review that was not made, nor of a chroot that was not built', async () => {
    await copr(mona, 'download-build', String(first), '--dest', folder('review'), '--review');
    await copr(mona, 'download-build', String(first), '--dest', folder('none'), '-r', 'fedora-42-x86_64');
    const { stdout } = await run('find', [folder('review'), folder('none'), '-type', 'f']);
    expect(stdout).to.equal('');
  });

  it('monitors packages with addresses that answer', async () => {
    const fields = 'name,chroot,build_id,state,pkg_version,url_build,url_build_log,url_backend_log';
    const out = await copr(mona, 'monitor', 'builds', '--output-format', 'json', '--fields', fields);
    const rows = JSON.parse(out) as Record<string, string>[];
    const row = rows.find(({ name }) => name === 'build-dill');
    expect(row).to.include({ chroot: CHROOT, build_id: first, state: 'succeeded', pkg_version: '1-1' });
    for (const field of ['url_build', 'url_build_log', 'url_backend_log'])
      expect((await fetch(row?.[field] ?? '')).status, field).to.equal(200);
  });

  it('builds a batch only after the one before it, and all of one batch together', async () => {
    const submit = async (name: string, ...more: string[]) =>
      createdIn(await copr(mona, 'build', 'builds', '--nowait', ...more, await srpm({ name, build: 'sleep 3' })))[0] ??
      0;
    const before = await submit('batch-first');
    const beside = await submit('batch-beside', '--with-build-id', String(before));
    const after = await submit('batch-after', '--after-build-id', String(before));
    const [one, two, three] = [await mona.ended(before), await mona.ended(beside), await mona.ended(after)];
    expect([one.state, two.state, three.state]).to.deep.equal(['succeeded', 'succeeded', 'succeeded']);
    const last = Math.max(Number(one['ended_on']), Number(two['ended_on']));
    expect(Number(three['started_on'])).to.be.at.least(last);
    const both = ['--after-build-id', String(before), '--with-build-id', String(before)];
    expect((await mona.copr('build', 'builds', '--nowait', ...both, await srpm({ name: 'batch-both' }))).code).to.equal(
      2,
    );
  });

  it('lets a build onto the network only where --enable-net says so', async () => {
    // A host without a network has only the interface lo.
    const look = 'test "$(ls /sys/class/net | grep -v -c "^lo$")" -gt 0';
    const open = await copr(
      mona,
      'build',
      'builds',
      '--nowait',
      '--enable-net',
      'on',
      await srpm({ name: 'net-on', build: look }),
    );
    const shut = await copr(
      mona,
      'build',
      'builds',
      '--nowait',
      '--enable-net',
      'off',
      await srpm({ name: 'net-off', build: look }),
    );
    expect((await mona.ended(createdIn(open)[0] ?? 0)).state).to.equal('succeeded');
    expect((await mona.ended(createdIn(shut)[0] ?? 0)).state).to.equal('failed');
  });

  it('shows a package with its builds', async () => {
    const out = await copr(mona, 'list-package-names', 'builds');
    expect(out.split('\n')).to.include('build-dill');
    const got = await copr(
      mona,
      'get-package',
      'builds',
      '--name',
      'build-dill',
      '--with-all-builds',
      '--with-latest-build',
    );
    expect(JSON.parse(got)).to.nested.include({ 'latest_build.id': first, 'builds[0].state': 'succeeded' });
  });

  it('deletes a package with all of its builds: out of the repository and off the disk', async () => {
    const results = `${mona.name}/builds/${CHROOT}`;
    await copr(mona, 'delete-package', 'builds', '--name', 'many-one');
    await soon('the repository forgets it', async () => !(await lists(results, 'many-one')));
    expect(await lists(results, 'build-dill')).to.equal(true);
    const index = async () =>
      [...((await textAt(`${results}/`)) ?? '').matchAll(/href="([^"/]+)\/"/g)].map(([, name]) => name ?? '');
    await soon(
      'its folders go',
      async () => !(await index()).some((name) => LEAF.test(name) && name.endsWith('-many-one')),
    );
    expect((await mona.copr('get-package', 'builds', '--name', 'many-one')).code).to.equal(1);
  });
});

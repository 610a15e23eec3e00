/** Acceptance: rpkg from PyPI, unmodified, works on a package in Kopr's own dist-git: clone, new-sources, push, copr-build. */
import { expect } from 'chai';
import { type Build, packager, type Packager } from '../kit/client.js';
import type { Machine } from '../kit/machine.js';
import { ownMachine } from '../kit/packager-machine.js';
import { specText, srpm } from '../kit/srpm.js';
import { CHROOT, DIST_GIT, until } from '../kit/stack.js';

const NAME = 'spoon';
const PROJECT = 'kitchen';
const AT = `/root/${NAME}`;
/** As rpkg.conf says it. */
const MEND = String.raw`sed -i -E 's/^([0-9a-f]{128})  (.+)$/SHA512 (\2) = \1/' sources`;

/** The spec that unpacks the archive of its version. */
const recipe = (version: string) => ({
  name: NAME,
  version,
  extra: 'Source0: %{name}-%{version}.tar.gz',
  prep: '%setup -q -c',
  install: 'install -D -m 644 words %{buildroot}/usr/share/%{name}/words',
});

describe('rpkg from PyPI at Kopr’s own dist-git', function () {
  this.timeout(900_000);
  let irma: Packager;
  let pc: Machine;
  let authorization: string;
  let first: Build;
  const rpkg = (...args: string[]) =>
    pc.exec('rpkg', '--config', `/root/${PROJECT}.conf`, '--path', AT, '--release', 'rhel-9', ...args);

  before(async () => {
    irma = await packager('irma');
    await irma.project(PROJECT);
    // What is there already: an earlier version, without an archive, whose import made the repository.
    first = await irma.upload(PROJECT, await srpm({ name: NAME, version: '1.0' }));
    expect((await irma.ended(first.id)).state).to.equal('succeeded');
    const source = { package_name: NAME, clone_url: `${DIST_GIT}/git/irma/${PROJECT}/${NAME}`, webhook_rebuild: true };
    const edited = await irma.send('POST', `/package/edit/irma/${PROJECT}/${NAME}/scm`, source);
    expect(edited, String(edited.error)).to.deep.include({ auto_rebuild: true });
    pc = await ownMachine(irma);
    const token = (await pc.sh('sed -n "s/^token *= *//p" /root/.config/copr')).trim();
    authorization = `Basic ${Buffer.from(`irma:${token}`).toString('base64')}`;
    // With the whole path: rpkg has git ask for each repository by itself.
    const remembered = `${DIST_GIT.replace('//', `//irma:${token}@`)}/git/irma/${PROJECT}/${NAME}\n`;
    await pc.write('/root/.git-credentials', remembered);
    await pc.sh('git config --global credential.helper store');
  });
  after(() => pc[Symbol.asyncDispose]());

  it('clones by the configuration that dist-git serves', async () => {
    const conf = await until('dist-git knows the token', 20_000, async () => {
      const answer = await fetch(`${DIST_GIT}/repo/pkgs/irma/${PROJECT}/rpkg.conf`, { headers: { authorization } });
      return answer.ok && answer.text();
    });
    await pc.write(`/root/${PROJECT}.conf`, conf);
    const cloned = await pc.exec('sh', '-c', `cd /root && rpkg --config ~/${PROJECT}.conf clone ${NAME}`);
    expect(cloned.code, cloned.stderr).to.equal(0);
    expect(await pc.sh(`cat ${AT}/${NAME}.spec`)).to.include('Version: 1.0');
  });

  it('uploads an archive, and says so when it is there already', async () => {
    await pc.write(`${AT}/${NAME}.spec`, specText(recipe('2.0')));
    await pc.sh(`cd /tmp && echo by rpkg >words && tar -czf ${AT}/${NAME}-2.0.tar.gz words`);
    const news = () => rpkg('new-sources', `${AT}/${NAME}-2.0.tar.gz`);
    const { code, stdout, stderr } = await news();
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include('Source upload succeeded');
    expect((await news()).stdout).to.include('All sources were already uploaded');
  });

  it('is refused with a wrong key, and can say so', async () => {
    await pc.sh(
      `cd /root && sed s/key=./key=x/ ${PROJECT}.conf >wrong.conf && cp -r ${NAME} other && echo x >other/x.tgz`,
    );
    const { code, stderr } = await pc.exec(
      'sh',
      '-c',
      'cd /root/other && rpkg --config ../wrong.conf new-sources x.tgz',
    );
    expect(code).to.equal(1);
    expect(stderr).to.include('Dist-git request is unauthorized.');
  });

  it('pushes, and a builder brings the archive from the lookaside', async () => {
    await pc.sh(`cd ${AT} && git add -A && git commit -qm 'New version'`);
    const pushed = await pc.exec('git', '-C', AT, 'push');
    expect(pushed.code, pushed.stderr).to.equal(0);
    const commit = (await pc.sh(`git -C ${AT} rev-parse HEAD`)).trim();
    const build = await until('the push is built', 60_000, async () => {
      const { items } = await irma.api<{ items: Build[] }>(`/build/list?ownername=irma&projectname=${PROJECT}`);
      return items.find(({ id }) => id > first.id);
    });
    const { source_dict: source } = await irma.api<{ source_dict: object }>(`/build/source-build-config/${build.id}`);
    expect(source).to.deep.include({ clone_url: `${DIST_GIT}/git/irma/${PROJECT}/${NAME}`, committish: commit });
    const { state, source_package: built } = await irma.ended(build.id);
    expect([state, built.name, built.version?.split('-')[0]]).to.deep.equal(['succeeded', NAME, '2.0']);
  });

  it('builds from the archive that it uploaded', async () => {
    await pc.sh(`cd ${AT} && ${MEND} && rm ${NAME}-2.0.tar.gz`);
    const { code, stdout, stderr } = await rpkg('copr-build', `irma/${PROJECT}`);
    expect(code, stdout + stderr).to.equal(0);
    const build = await irma.build(Number(/Created builds: (\d+)/.exec(stdout)?.[1]));
    expect(build).to.deep.include({ state: 'succeeded', chroots: [CHROOT] });
    expect(build.source_package).to.deep.include({ name: NAME, version: '2.0-1.el9' });
  });
});

/** Acceptance: every source that needs a builder, from servers that the test starts, through to a published package. */
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admin, freshName, packager, type Build, type Packager } from '../kit/client.js';
import { serveGit, type GitServer } from '../kit/git-server.js';
import { packagesAt } from '../kit/repository.js';
import { madeBySrpmMakefile, madeByTito, sourceOf, submit, SRPM_MAKEFILE, textSpec } from '../kit/sources.js';
import { CHROOT, DIST_GIT, must, until } from '../kit/stack.js';
import { serveSvn } from '../kit/svn-server.js';

describe('a source that a builder makes', function () {
  this.timeout(600_000);
  let gail: Packager;
  let server: GitServer;

  before(async () => {
    gail = await packager('gail');
    await gail.project('sources');
    server = await serveGit();
  });
  after(() => server.close());

  /** Waits for the build's end, which must be good, and holds that dnf would find the package. */
  async function isPublished(build: Build, name: string, version = '1'): Promise<void> {
    const end = await gail.ended(build.id);
    expect(end.state, `${name}: ${String(end.kopr_reason)}`).to.equal('succeeded');
    expect(end.source_package).to.deep.include({ name, version: `${version}-1` });
    const file = (path: string) => path.includes(`/${name}-${version}-`) && path.endsWith('.rpm');
    expect(await packagesAt(`gail/sources/${CHROOT}`)).to.satisfy((paths: string[]) => paths.some(file));
  }

  /** The files of the newest commit in dist-git. */
  async function imported(name: string): Promise<string[]> {
    const dir = await mkdtemp(join(tmpdir(), 'kopr-imported-'));
    await must('git', ['clone', '-q', `${DIST_GIT}/git/gail/sources/${name}`, dir]);
    return (await readdir(dir)).filter((file) => file !== '.git').sort();
  }

  it('comes from git by the repository’s own Makefile', async () => {
    const repository = await server.repository('made.git', madeBySrpmMakefile('made'));
    const build = await submit(gail, 'sources', 'scm', {
      clone_url: repository.url,
      source_build_method: 'make_srpm',
    });
    await isPublished(build, 'made');
    expect(await imported('made')).to.deep.equal(['made.spec', 'made.txt', 'sources']);
  });

  it('comes from a branch, a subdirectory and a spec that were named, and keeps the commit that the branch had', async () => {
    const repository = await server.repository('deep.git', { readme: 'nothing here\n' });
    const files = {
      'packaging/deep/.copr/Makefile': SRPM_MAKEFILE,
      '.copr/Makefile': SRPM_MAKEFILE,
      'packaging/deep/rpm/deep.spec': textSpec('deep'),
      'packaging/deep/deep.txt': 'deep\n',
    };
    const commit = await repository.push(files, { branch: 'next' });
    const build = await submit(gail, 'sources', 'scm', {
      clone_url: repository.url,
      committish: 'next',
      subdirectory: 'packaging/deep',
      spec: 'rpm/deep.spec',
      source_build_method: 'make_srpm',
    });
    await isPublished(build, 'deep');
    expect((await sourceOf(gail, build.id)).pin.commit).to.equal(commit);
  });

  it('comes from a tag by tito', async () => {
    const repository = await server.repository('tagged.git', { readme: 'not yet\n' });
    await repository.push(madeByTito('tagged', '1.2'), { tag: 'tagged-1.2-1' });
    await repository.push({ 'tagged.txt': 'not released\n' });
    const build = await submit(gail, 'sources', 'scm', {
      clone_url: repository.url,
      committish: 'tagged-1.2-1',
      source_build_method: 'tito',
    });
    await isPublished(build, 'tagged', '1.2');
  });

  it('comes from an untagged commit by tito_test', async () => {
    const repository = await server.repository('untagged.git', madeByTito('untagged', '1.0'));
    await repository.git('tag', '-a', '-m', 'begin', 'untagged-1.0-1');
    await repository.git('push', '-q', 'origin', '--tags');
    await repository.push({ 'untagged.txt': 'newer\n' });
    const build = await submit(gail, 'sources', 'scm', {
      clone_url: repository.url,
      source_build_method: 'tito_test',
    });
    const end = await gail.ended(build.id);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect(end.source_package.version).to.match(/^1\.0-1\.git\./);
  });

  it('comes from Subversion', async () => {
    const svn = await serveSvn(madeBySrpmMakefile('fromsvn'));
    try {
      const build = await submit(gail, 'sources', 'scm', {
        clone_url: svn.url,
        scm_type: 'svn',
        source_build_method: 'make_srpm',
      });
      await isPublished(build, 'fromsvn');
      expect((await sourceOf(gail, build.id)).pin.version).to.equal('r1');
    } finally {
      await svn.close();
    }
  });

  it('comes from a distribution’s dist-git, its archives from the lookaside, by SHA-512 and by MD5', async () => {
    const [one, two] = [Buffer.from('first archive\n'), Buffer.from('second archive\n')];
    const sha512 = createHash('sha512').update(one).digest('hex');
    const md5 = createHash('md5').update(two).digest('hex');
    const name = freshName('fed');
    await server.repository(`rpms/${name}.git`, {
      [`${name}.spec`]: textSpec(name, 'first.tgz', { extra: 'Source1: second.tgz' }),
      sources: `SHA512 (first.tgz) = ${sha512}\n${md5}  second.tgz\n`,
    });
    server.files[`/lookaside/rpms/${name}/first.tgz/sha512/${sha512}/first.tgz`] = one;
    server.files[`/lookaside/rpms/${name}/second.tgz/md5/${md5}/second.tgz`] = two;
    await admin(
      ...['distgit', 'add', 'local', '--clone-url', server.url, '--package-uri', '{namespace}/{pkgname}.git'],
      ...['--namespace', 'rpms'],
      ...['--archive-uri', `${server.url}/lookaside/{namespace}/{pkgname}/{filename}/{hashtype}/{hash}/{filename}`],
    );
    const build = await submit(gail, 'sources', 'distgit', { package_name: name, distgit: 'local' });
    await isPublished(build, name);
  });

  it('comes from a script, which may need packages and name the folder of its result', async () => {
    const script = [
      '#!/bin/bash -ex',
      'rpm -q zip',
      'test "$COPR_OWNER/$COPR_PROJECT" = gail/sources',
      'mkdir out && echo scripted >out/scripted.txt',
      `cat >out/scripted.spec <<'SPEC'\n${textSpec('scripted')}\nSPEC`,
    ];
    const build = await submit(gail, 'sources', 'custom', {
      script: script.join('\n'),
      script_chroot: CHROOT,
      script_builddeps: 'zip',
      script_resultdir: 'out',
    });
    await isPublished(build, 'scripted');
  });

  it('comes from a script that needs a package of a repository that it names', async () => {
    const repository = await server.repository('needed.git', madeBySrpmMakefile('needed'));
    const needed = { clone_url: repository.url, source_build_method: 'make_srpm' };
    await isPublished(await submit(gail, 'sources', 'scm', needed), 'needed');
    const spec = `cat >needing.spec <<'SPEC'\n${textSpec('needing')}\nSPEC`;
    const build = await submit(gail, 'sources', 'custom', {
      script: `#!/bin/bash -ex\ncp /usr/share/needed/needed.txt needing.txt\n${spec}`,
      script_chroot: CHROOT,
      script_builddeps: 'needed',
      script_repos: 'copr://gail/sources',
    });
    await isPublished(build, 'needing');
  });

  it('comes from a lone spec by URL, whose sources are fetched', async () => {
    server.files['/lone/lone.txt'] = Buffer.from('alone\n');
    server.files['/lone/lone.spec'] = Buffer.from(textSpec('lone', `${server.url}/lone/lone.txt`));
    await isPublished(await gail.fromUrl('sources', `${server.url}/lone/lone.spec`), 'lone');
  });

  it('comes from an uploaded spec', async () => {
    server.files['/lone/up.txt'] = Buffer.from('uploaded\n');
    const form = new FormData();
    form.append('pkgs', new Blob([textSpec('up', `${server.url}/lone/up.txt`)]), 'up.spec');
    form.append(
      'json',
      new Blob([JSON.stringify({ ownername: 'gail', projectname: 'sources' })], { type: 'application/json' }),
      'json',
    );
    await isPublished(await gail.api<Build>('/build/create/upload', { method: 'POST', body: form }), 'up');
  });

  it('shows the log of its making while and after it is made', async () => {
    const lines = [
      '@echo telling line',
      `@until curl -sfo /dev/null ${server.url}/go-on; do sleep 1; done`,
      '@echo gone on',
    ];
    const repository = await server.repository('logged.git', {
      ...madeBySrpmMakefile('logged'),
      '.copr/Makefile': SRPM_MAKEFILE.replace('srpm:\n', `srpm:\n\t${lines.join('\n\t')}\n`),
    });
    const build = await submit(gail, 'sources', 'scm', {
      clone_url: repository.url,
      source_build_method: 'make_srpm',
    });
    const log = async (name: string): Promise<string> => {
      const { result_url: url } = await sourceOf(gail, build.id);
      return url === null ? '' : (await fetch(`${url}/${name}`)).text();
    };
    const growing = await until('the log tells', 60_000, async () => {
      const text = await log('builder-live.log');
      return /^telling line$/m.test(text) && text;
    });
    expect(growing).not.to.match(/^gone on$/m);
    expect((await sourceOf(gail, build.id)).state).to.equal('running');
    server.files['/go-on'] = Buffer.from('');
    await isPublished(build, 'logged');
    expect((await sourceOf(gail, build.id)).result_url).to.match(/\/gail\/sources\/srpm-builds\/\d{8}$/);
    expect(await log('builder-live.log.gz')).to.match(/^telling line\n(?:.*\n)*gone on$/m);
  });
});

/** Acceptance: a movable source is pinned; a build is submitted again with the same or the newest source; a failed import alone is retried. */
import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { packager, type Build, type Packager } from '../kit/client.js';
import { serveGit, type GitServer } from '../kit/git-server.js';
import { madeBySrpmMakefile, sourceOf, submit } from '../kit/sources.js';
import { srpm } from '../kit/srpm.js';
import { DIST_GIT } from '../kit/stack.js';

describe('a source once more', function () {
  this.timeout(300_000);
  let hana: Packager;
  let server: GitServer;

  before(async () => {
    hana = await packager('hana');
    await hana.project('again');
    server = await serveGit();
  });
  after(() => server.close());

  async function succeeds(build: Build): Promise<Build> {
    const end = await hana.ended(build.id);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    return end;
  }
  const resubmit = (build: Build, source: 'same' | 'newest') =>
    hana.send<Build>('POST', `/build/resubmit/${build.id}`, { source });

  it('is of the commit that the first build had, or of the newest one, as is asked', async () => {
    const repository = await server.repository('moving.git', madeBySrpmMakefile('moving', '1'));
    const first = await submit(hana, 'again', 'scm', { clone_url: repository.url, source_build_method: 'make_srpm' });
    await succeeds(first);
    const commit = await repository.push(madeBySrpmMakefile('moving', '2'));

    const same = await succeeds(await resubmit(first, 'same'));
    expect(same.source_package.version).to.equal('1-1');
    expect((await sourceOf(hana, same.id)).pin).to.deep.equal((await sourceOf(hana, first.id)).pin);
    const newest = await succeeds(await resubmit(first, 'newest'));
    expect(newest.source_package.version).to.equal('2-1');
    expect((await sourceOf(hana, newest.id)).pin.commit).to.equal(commit);
  });

  it('is what an address led to, though nothing is there any more', async () => {
    server.files['/kept-1-1.src.rpm'] = await readFile(await srpm({ name: 'kept' }));
    const first = await succeeds(await hana.fromUrl('again', `${server.url}/kept-1-1.src.rpm`));
    delete server.files['/kept-1-1.src.rpm'];
    const same = await succeeds(await resubmit(first, 'same'));
    expect(same.source_package).to.deep.include({ name: 'kept', version: '1-1' });
    const newest = await resubmit(first, 'newest');
    expect((await hana.ended(newest.id)).state).to.equal('failed');
  });

  it('imports what could not be fetched, in the same build, when it is asked to', async () => {
    const build = await hana.fromUrl('again', `${server.url}/late-1-1.src.rpm`);
    expect((await hana.ended(build.id)).state).to.equal('failed');
    const facts = await sourceOf(hana, build.id);
    expect(facts).to.deep.include({ state: 'failed', stage: 'download', fail_type: 'srpm_download_failed' });
    expect(facts.reason).to.match(/404/);

    server.files['/late-1-1.src.rpm'] = await readFile(await srpm({ name: 'late' }));
    const answer = await hana.send('POST', `/build/retry-import/${build.id}`, {});
    expect(answer.error).to.equal(undefined);
    const end = await succeeds(build);
    expect(end.source_package).to.deep.include({ name: 'late', version: '1-1' });
    const log = await (await fetch(`${DIST_GIT}/import-logs/${build.id}.log`)).text();
    expect(log).to.match(/404[^]*Imported/);
  });

  it('is not retried where nothing else would come of it', async () => {
    server.files['/text-1-1.src.rpm'] = Buffer.from('no package\n'.repeat(50));
    const build = await hana.fromUrl('again', `${server.url}/text-1-1.src.rpm`);
    expect((await hana.ended(build.id)).state).to.equal('failed');
    const answer = await hana.send('POST', `/build/retry-import/${build.id}`, {});
    expect(answer.error).to.match(/import|retr/i);
  });
});

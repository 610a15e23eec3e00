/** A lone spec file, uploaded or by address. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { spec } from '../kit/packages.js';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';

describe('a lone spec file', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let served: string;
  before(async () => {
    bench = await openSourceBench();
    served = mkdtempSync(join(tmpdir(), 'kopr-served-'));
    bench.house.folders.set('served', served);
    writeFileSync(join(served, 'data.txt'), 'data\n');
  });
  after(() => bench[Symbol.asyncDispose]());

  const upload = (text: string, pkg = 'hello.spec') => {
    bench.house.uploads.set('guess-me-not/hello.spec', Buffer.from(text));
    return bench.run({ type: 'upload', params: { url: 'http://ignored/', pkg, tmp: 'guess-me-not' } });
  };

  it('that was uploaded may fetch its sources from where it likes', async () => {
    const { news, log, names, manifest } = await upload(spec({ Source0: `${bench.house.url}/folder/served/data.txt` }));
    expect(news, log).to.equal('succeeded: well');
    expect(names).to.deep.equal(['hello-1.0-1.src.rpm']);
    expect(manifest?.pin).to.deep.equal({ commit: null, version: null });
  });

  it('by address is downloaded first, and fetches only from servers that prove who they are', async () => {
    writeFileSync(join(served, 'plain.spec'), spec());
    writeFileSync(join(served, 'open.spec'), spec({ Source0: `${bench.house.url}/folder/served/data.txt` }));
    const link = (name: string) =>
      bench.run({ type: 'link', params: { url: `${bench.house.url}/folder/served/${name}?raw=1` } });
    const plain = await link('plain.spec');
    expect(plain.news, plain.log).to.equal('succeeded: well');
    const open = await link('open.spec');
    expect(open.manifest).to.include({ outcome: 'failed', stage: 'download' });
    expect(open.manifest?.reason).to.equal(
      `${bench.house.url}/folder/served/data.txt could not be downloaded: Protocol "http" disabled`,
    );
  });

  it('fails at the download when it, or a source of it, cannot be had', async () => {
    const gone = await bench.run({ type: 'upload', params: { pkg: 'gone.spec', tmp: 'long-ago' } });
    expect(gone.manifest).to.include({
      stage: 'download',
      reason: 'gone.spec is not at the frontend any more: submit it again',
    });
    const absent = await bench.run({ type: 'link', params: { url: `${bench.house.url}/folder/served/absent.spec` } });
    expect(absent.manifest).to.include({ stage: 'download' }).and.have.property('reason').that.includes('404');
    const source = await upload(spec({ Source0: `${bench.house.url}/folder/served/absent.txt` }));
    expect(source.manifest).to.include({ stage: 'download' }).and.have.property('reason').that.includes('404');
  });

  it('is not downloaded from where the guard says no', async () => {
    writeFileSync(join(served, 'there.spec'), spec());
    const url = `${bench.house.url}/folder/served/there.spec`;
    const run = (kopr: object) => bench.run({ type: 'link', params: { url }, kopr });
    expect((await run({})).news).to.equal('succeeded: well');
    expect((await run({ allow_private: false })).manifest)
      .to.include({ stage: 'download' })
      .and.have.property('reason')
      .that.includes('is not an address of the public internet');
  });

  it('fails at the making when rpmbuild cannot read it, or misses a source without an address', async () => {
    expect((await upload('Name: hello\n%if\n')).manifest).to.include({ stage: 'srpm-build' });
    const { manifest } = await upload(spec({ Source0: 'local.txt' }));
    expect(manifest)
      .to.include({ stage: 'srpm-build' })
      .and.have.property('reason')
      .that.includes('local.txt: No such file');
  });

  it('cannot name another file than itself', async () => {
    for (const pkg of ['../../etc/x.spec', '.spec', 'hello.src.rpm']) {
      expect((await upload(spec(), pkg)).manifest).to.include({
        stage: 'download',
        reason: `${JSON.stringify(pkg)} is not the name of a spec file`,
      });
    }
  });

  it('may become no larger than a source package may be', async () => {
    bench.house.uploads.set('large/hello.spec', Buffer.from(spec()));
    const { manifest } = await bench.run({
      type: 'upload',
      params: { pkg: 'hello.spec', tmp: 'large' },
      kopr: { max_srpm_bytes: 100 },
    });
    expect(manifest)
      .to.include({ stage: 'query' })
      .and.have.property('reason')
      .that.match(/^the source package has \d+ bytes; at most 100 are taken$/);
    expect(manifest?.files).to.deep.equal([]);
  });
});

/** A worker host whose disk is full: the task is lost to another host, the reason is told, and the room is given back. */
import type Docker from 'dockerode';
import { expect } from 'chai';
import { GIT_FILES, MAKEFILE } from './kit/packages.js';
import { buildScript, scriptTask } from './kit/source.js';
import { openSourceBench, type SourceBench } from './kit/source-bench.js';

const SMALL = 'rw,exec,size=24m';

describe('a builder whose disk is full', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let count = 0;
  after(() => bench[Symbol.asyncDispose]());

  /** The folder that is a small file system of its own, which really fills up. */
  let small = '/builddir';
  const withSmallDisk = (docker: Docker): Docker =>
    Object.assign(Object.create(docker) as Docker, {
      createContainer(spec: Docker.ContainerCreateOptions) {
        const Tmpfs = { ...(spec.HostConfig?.Tmpfs as object), [small]: SMALL };
        return docker.createContainer({ ...spec, HostConfig: { ...spec.HostConfig, Tmpfs } });
      },
    });
  before(async () => void (bench = await openSourceBench(withSmallDisk)));

  const make = (...lines: string[]) => {
    const makefile = `${MAKEFILE}\t${lines.join('\n\t')}\n`;
    const { url } = bench.git.repository(`full-${++count}`, { ...GIT_FILES, '.copr/Makefile': makefile });
    const params = { type: 'git', clone_url: url, spec: 'hello.spec', srpm_build_method: 'make_srpm' };
    return bench.run({ type: 'scm', params });
  };
  const FULL = /^lost: the disk of the worker host is full \(at \/(builddir|var\/lib\/kopr-builder)\)$/;

  it('is lost when a tool fills it, with nothing delivered', async () => {
    const { news, manifest, log } = await make('head -c 100M /dev/zero >/builddir/filling');
    expect(news, log).to.match(FULL);
    expect(manifest).to.equal(undefined);
    expect(log).to.match(/\[kopr\] the disk of the worker host is full/);
  });

  it('is lost when its own downloads fill it', async () => {
    bench.house.uploads.set('large/hello.spec', Buffer.alloc(40 * 1024 * 1024));
    const { news, log } = await bench.run({ type: 'upload', params: { pkg: 'hello.spec', tmp: 'large' } });
    expect(news, log).to.match(FULL);
  });

  it('is lost when the build of packages fills it', async () => {
    const { news, log } = await bench.runRpm(scriptTask(buildScript('head -c 100M /dev/zero >probe')));
    expect(news, log).to.match(FULL);
  });

  it('works on when there is room', async () => {
    small = '/mnt';
    expect((await make('true')).news).to.equal('succeeded: well');
  });
});

describe('a builder with room on its disk', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  before(async () => void (bench = await openSourceBench()));
  after(() => bench[Symbol.asyncDispose]());
  const make = (makefile: string, kopr = {}) => {
    const { url } = bench.git.repository(`room-${Math.random()}`, { ...GIT_FILES, '.copr/Makefile': makefile });
    const params = { type: 'git', clone_url: url, spec: 'hello.spec', srpm_build_method: 'make_srpm' };
    return bench.run({ type: 'scm', params, kopr });
  };

  it('does not believe words', async () => {
    const { news } = await make('srpm:\n\t@echo "write: No space left on device" >&2; exit 3\n');
    expect(news).to.match(/^failed: make failed: write: No space left on device/);
  });

  for (const place of ['filling', '/var/tmp/filling', '/workdir']) {
    it(`ends a source that takes more than its share, at ${place}`, async () => {
      const { news, manifest } = await make(`srpm:\n\thead -c 300M /dev/zero >${place}; sleep 600\n`, {
        max_download_bytes: 10_000_000,
      });
      expect(news).to.equal('failed: the source takes more than 20000000 bytes of disk');
      expect(manifest?.stage).to.equal('srpm-build');
    });
  }
});

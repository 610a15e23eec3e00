/** One contract for every tool that makes sources, held by stand-ins that say how they were called, and by the tools themselves. */
import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';
import { TOOL_CASES, type ToolCase } from './tool-cases.js';

const STAND_INS = new URL('../stand-ins', import.meta.url).pathname;
const REAL = { sources: 'kopr/source-tools:test', minidistro: 'kopr/minidistro:13' };

describe('the tools that make sources', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let count = 0;
  before(async () => void (bench = await openSourceBench()));
  after(() => bench[Symbol.asyncDispose]());

  async function holds(one: ToolCase, image: string): Promise<string> {
    const { news, log, names, manifest } = await bench.run(one.source(bench, `tool-${++count}`), { image });
    expect(news, log).to.equal('succeeded: well');
    expect(names).to.have.lengthOf(1);
    expect(names[0]).to.match(one.srpm);
    if (one.pin) expect(manifest?.pin).to.deep.equal(one.pin);
    return log;
  }

  describe('as stand-ins', () => {
    const images = { sources: 'kopr/source-tools:stand-ins', minidistro: 'kopr/minidistro:stand-ins' };
    before(() => {
      for (const kind of ['sources', 'minidistro'] as const) {
        const args = ['build', '-q', '-t', images[kind], '--build-arg', `base=${REAL[kind]}`, STAND_INS];
        execFileSync('docker', args, { env: { ...process.env, DOCKER_BUILDKIT: '0' }, stdio: 'ignore' });
      }
    });
    for (const one of TOOL_CASES) {
      it(`${one.tool} ${one.title}`, async () => {
        const log = await holds(one, images[one.image ?? 'sources']);
        if (typeof one.called === 'string') expect(log).to.include(one.called);
        else expect(log).to.match(one.called);
        const caller = new RegExp(
          `^caller of ${one.tool}: uid (\\d+) in \\S+, home (\\S+), proxy (\\S+), ours (\\d+)$`,
          'm',
        ).exec(log);
        const [, uid, home, proxy, ours] = caller ?? [];
        expect(Number(uid) === 0).to.equal(one.isRoot === true);
        expect(home).to.equal(one.isRoot ? '/root' : '/builddir');
        if (one.tool !== 'mock') expect(proxy).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
        expect(ours).to.equal('0');
      });
    }

    const failing = (source: ReturnType<ToolCase['source']>) => bench.run(source, { image: images.sources });
    it('gem2rpm is not believed when its rpmbuild failed, and a gem without a license is an error', async () => {
      const broken = await failing({ type: 'rubygems', params: { gem_name: 'broken' } });
      expect(broken.manifest).to.include({
        stage: 'srpm-build',
        reason: 'gem2rpm failed: rpmbuild failed: error: line 9: Unknown tag: Foo',
      });
      const unlicensed = await failing({ type: 'rubygems', params: { gem_name: 'unlicensed' } });
      expect(unlicensed.manifest)
        .to.include({ stage: 'srpm-build' })
        .and.have.property('reason')
        .that.includes('the gem names no license');
    });

    it('tell the version that they chose, in PyPI’s own spelling', async () => {
      const params = {
        pypi_package_name: 'click',
        pypi_package_version: null,
        spec_generator: 'pyp2spec',
        spec_template: null,
        python_versions: null,
      };
      const { manifest, log } = await failing({ type: 'pypi', params });
      expect(manifest?.pin, log).to.deep.equal({ commit: null, version: '3.0rc1' });
      expect(log).to.include('called pyp2spec [click] [--fedora-compliant] [--automode]\n');
    });

    it('get no option in place of a name', async () => {
      const params = { pypi_package_name: '--help', spec_generator: 'pyp2spec' };
      expect((await failing({ type: 'pypi', params })).manifest).to.include({ stage: 'resolve' });
      expect((await failing({ type: 'rubygems', params: { gem_name: '-x' } })).manifest).to.include({
        stage: 'resolve',
      });
    });
  });

  describe('as they are', () => {
    for (const one of TOOL_CASES) {
      it(`${one.tool} ${one.title}`, async function () {
        const image = REAL[one.image ?? 'sources'];
        if (!hasTool(image, one.tool)) {
          this.test!.title += ` (not run: ${image} has no ${one.tool})`;
          this.skip();
        }
        await holds(one, image);
      });
    }
  });
});

function hasTool(image: string, tool: string): boolean {
  try {
    execFileSync('docker', [
      'run',
      '--rm',
      '--network',
      'none',
      '--entrypoint',
      'sh',
      image,
      '-c',
      `command -v ${tool}`,
    ]);
    return true;
  } catch {
    return false;
  }
}

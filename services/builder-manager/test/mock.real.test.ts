/**
 * The mock engine with the real mock, where there is a builder image that has it. KOPR_TEST_MOCK_IMAGE names another image,
 * KOPR_TEST_MOCK_CONFIG another of its configurations.
 */
import { expect } from 'chai';
import { eventually } from '@kopr/shared/testkit';
import { signToken } from '@kopr/shared/token';
import type { HostAtWork } from '../src/hosts/worker-host.js';
import { httpIntake } from '../src/run/intake.js';
import { attemptNamed, launchOf } from './kit/attempts.js';
import { bundle } from './kit/bundle.js';
import { dockerBench, hasImage, MOCK_IMAGE, type Bench } from './kit/docker.js';
import { openHouse, type House, type HouseTask } from './kit/house.js';
import { hostOn, recordedNews } from './kit/pretended.js';
import { buildScript, scriptTask } from './kit/source.js';

const IMAGE = process.env['KOPR_TEST_MOCK_IMAGE'] ?? MOCK_IMAGE;
/** Of those in the builder image, one that needs no name of a release. */
const CONFIG = process.env['KOPR_TEST_MOCK_CONFIG'] ?? 'fedora-rawhide-x86_64';
const OPTIONS: HouseTask['definition'] = { chroot: CONFIG, kopr: { engine: 'mock', mock_config: CONFIG } };
const LOOK = [
  'echo "interfaces: $(ls /sys/class/net | xargs)"',
  'for host in 192.0.2.1 127.0.0.1; do (: </dev/tcp/$host/9) 2>&1 | tail -n 1; done',
];
const FILES = ['build.log', 'root.log', 'state.log', 'hw_info.log', 'installed_pkgs.log', 'configs.tar.gz'];

describe('the mock engine', function () {
  this.timeout(900_000);
  const news = recordedNews();
  let bench: Bench | undefined;
  let house: House;
  let host: HostAtWork;
  let count = 0;

  before(async function () {
    if (!(await hasImage(IMAGE))) {
      // Kept out of the count of passes, and the reason stands beside each.
      const why = ` (skipped: this host has no image ${IMAGE}, which needs Fedora's registry)`;
      for (const test of this.test?.parent?.tests ?? []) test.title += why;
      this.skip();
    }
    bench = await dockerBench();
    house = await openHouse(bench.gateway);
    const intake = httpIntake({ url: house.url, privateKeyPem: house.privateKeyPem, logBytes: 1e8 });
    host = hostOn(await bench.backend(bundle(), house.url), { intake, news });
  });
  after(async () => {
    if (!bench) return;
    await host.letGo();
    await bench[Symbol.asyncDispose]();
    await house[Symbol.asyncDispose]();
  });

  /** Builds, and answers how it ended and the files by name. */
  async function built(source: HouseTask): Promise<{ end: string; file(name: string): string; names: string[] }> {
    const attempt = attemptNamed(`${++count}-${CONFIG}`, { memoryMb: 4096 });
    const { task, results } = attempt;
    house.tasks.set(task, source);
    const grant = { task, attempt: 1, use: 'builder', expiry: 4e9, bytes: 1e9, results } as const;
    const token = signToken(grant, house.privateKeyPem);
    await host.launch(launchOf(attempt, { engine: 'mock', image: IMAGE, token }));
    const end = await eventually(
      () => news.said.find((line) => line.startsWith(`${task}#1 `) && !line.endsWith('started')),
      { withinMs: 800_000, what: `the end of ${task}` },
    );
    const names = house.delivered(task, 1).manifest?.files.map(({ name }) => name) ?? [];
    return { end, names, file: (name) => house.file(task, 1, name)?.toString() ?? '' };
  }

  it('builds with nothing but lo and delivers the same files as the other engine', async () => {
    const { end, names, file } = await built(scriptTask(buildScript(...LOOK), OPTIONS));
    expect(end).to.match(/succeeded/);
    expect(names).to.include.members([...FILES, 'results.json', 'success', 'probe.spec']);
    expect(file('build.log')).to.match(/^interfaces: lo$/m);
    expect(file('build.log'))
      .to.match(/192\.0\.2\.1.*Network is unreachable/)
      .and.match(/127\.0\.0\.1.*refused/);
    expect(file('state.log')).to.match(/Start: mock: build\n[^]*Start: rpmbuild probe[^]*Finish: mock: build\n/);
  });

  it('leaves the network to a build that may use it', async () => {
    const { end, file } = await built(scriptTask(buildScript(...LOOK), { ...OPTIONS, enable_net: true }));
    expect(end).to.match(/succeeded/);
    expect(file('build.log')).to.match(/^interfaces: .*eth\d/m);
  });

  it('says what failed: the section, or the BuildRequires that are missing', async () => {
    const broken = await built(scriptTask(buildScript('echo "x.c:1: error: no" >&2', 'exit 3'), OPTIONS));
    expect(broken.end).to.match(/failed: %build failed: x\.c:1: error: no$/);
    const missing = await built(scriptTask(`BuildRequires: no-such-devel >= 2\n${buildScript(':')}`, OPTIONS));
    expect(missing.end).to.match(/failed: missing BuildRequires: no-such-devel >= 2$/);
  });

  it('installs what %generate_buildrequires asks for, though the build has no network', async () => {
    const spec = buildScript('rpm -q flex').replace('%build', '%generate_buildrequires\necho flex\n%build');
    expect((await built(scriptTask(spec, OPTIONS))).end).to.match(/succeeded/);
  });
});

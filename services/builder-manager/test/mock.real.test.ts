/** The mock engine with the real mock, where the builder image has it. */
import { expect } from 'chai';
import { eventually } from '@kopr/shared/testkit';
import { signToken } from '@kopr/shared/token';
import { httpIntake } from '../src/run/intake.js';
import { attemptNamed, launchOf } from './kit/attempts.js';
import { bundle } from './kit/bundle.js';
import { dockerBench, hasImage, MOCK_IMAGE } from './kit/docker.js';
import { openHouse } from './kit/house.js';
import { hostOn, recordedNews } from './kit/pretended.js';
import { buildScript, scriptTask } from './kit/source.js';

/** Of those in the builder image, one that needs no name of a release. */
const CONFIG = 'fedora-rawhide-x86_64';
const TASK = `1-${CONFIG}`;
const PROBE = '(: </dev/tcp/192.0.2.1/9) 2>&1 | tail -n 1';

describe('the mock engine', function () {
  this.timeout(900_000);

  it('builds without network and delivers the same files as the other engine', async function () {
    if (!(await hasImage(MOCK_IMAGE))) {
      // Kept out of the count of passes, and the reason stands beside it.
      this.test!.title += ` (skipped: this host has no image ${MOCK_IMAGE}, which needs Fedora's registry)`;
      this.skip();
    }
    await using bench = await dockerBench();
    await using house = await openHouse(bench.gateway);
    const news = recordedNews();
    const backend = await bench.backend(bundle(), house.url);
    const intake = httpIntake({ url: house.url, privateKeyPem: house.privateKeyPem, logBytes: 1e8 });
    const host = hostOn(backend, { intake, news });
    house.tasks.set(
      TASK,
      scriptTask(buildScript(PROBE), { chroot: CONFIG, kopr: { engine: 'mock', mock_config: CONFIG } }),
    );
    const attempt = attemptNamed(TASK, { memoryMb: 4096 });
    const grant = {
      task: TASK,
      attempt: 1,
      use: 'builder',
      expiry: 4e9,
      bytes: 1e9,
      results: attempt.results,
    } as const;
    const token = signToken(grant, house.privateKeyPem);
    await host.launch(launchOf(attempt, { engine: 'mock', image: MOCK_IMAGE, token }));
    const end = await eventually(() => news.said.find((line) => !line.endsWith('started')), {
      withinMs: 800_000,
      what: 'the end',
    });
    expect(end, house.delivered(TASK, 1).log.toString()).to.match(/succeeded/);
    const names = house.delivered(TASK, 1).manifest?.files.map(({ name }) => name) ?? [];
    expect(names).to.include.members([
      'build.log',
      'root.log',
      'state.log',
      'configs.tar.gz',
      'results.json',
      'success',
    ]);
    expect(house.file(TASK, 1, 'build.log')?.toString()).to.include('Network is unreachable');
    await host.letGo();
  });
});

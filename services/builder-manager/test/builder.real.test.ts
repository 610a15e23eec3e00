/** The builder program in real containers of Minidistro, with a double of the house around it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { silentLog } from '@kopr/shared/log';
import { eventually } from '@kopr/shared/testkit';
import { signToken } from '@kopr/shared/token';
import type { Backend } from '../src/backends/backend.js';
import type { Attempt } from '../src/domain/attempt.js';
import type { HostAtWork } from '../src/hosts/worker-host.js';
import { httpIntake } from '../src/run/intake.js';
import { attemptNamed, launchOf } from './kit/attempts.js';
import { bundle } from './kit/bundle.js';
import { dockerBench, type Bench } from './kit/docker.js';
import { openHouse, type Delivered, type House, type HouseTask } from './kit/house.js';
import { hostOn, recordedNews } from './kit/pretended.js';
import { buildScript, helloTask, scriptTask, sourcesTask } from './kit/source.js';

describe('the builder program on Minidistro', function () {
  this.timeout(180_000);
  let bench: Bench;
  let house: House;
  let backend: Backend;
  let host: HostAtWork;
  let count = 0;
  const news = recordedNews();
  const manager = (): HostAtWork =>
    hostOn(backend, {
      news,
      intake: httpIntake({ url: house.url, privateKeyPem: house.privateKeyPem, logBytes: 1e8 }),
      log: silentLog(),
    });

  before(async () => {
    bench = await dockerBench();
    house = await openHouse(bench.gateway);
    backend = await bench.backend(bundle(), house.url);
    host = manager();
  });
  afterEach(() => void (house.outage = undefined));
  after(async () => {
    await host.letGo();
    await bench[Symbol.asyncDispose]();
    await house[Symbol.asyncDispose]();
  });

  async function start(task: HouseTask | undefined, own: Partial<Attempt> = {}): Promise<Attempt> {
    const attempt = attemptNamed(`${++count}-minidistro-13-x86_64`, own);
    if (task) house.tasks.set(attempt.task, task);
    const { results } = attempt;
    const grant = { task: attempt.task, attempt: 1, use: 'builder', expiry: 4e9, bytes: 1e9, results } as const;
    await host.launch(launchOf(attempt, { token: signToken(grant, house.privateKeyPem) }));
    return attempt;
  }
  const ended = ({ task }: Attempt): Promise<string> =>
    eventually(() => news.said.find((line) => line.startsWith(`${task}#1 `) && !line.endsWith('started')), {
      withinMs: 120_000,
      what: `the end of ${task}`,
    });
  const shelf = ({ task }: Attempt): Delivered => house.delivered(task, 1);
  const file = ({ task }: Attempt, name: string): string => house.file(task, 1, name)?.toString() ?? '';
  const log = (attempt: Attempt): string => shelf(attempt).log.toString();
  const logHas = (attempt: Attempt, text: string): Promise<unknown> =>
    eventually(() => log(attempt).includes(text), { withinMs: 60_000, what: `${text} in the log` });

  it('builds the example and delivers packages, logs and names', async () => {
    const attempt = await start(helloTask());
    expect(await ended(attempt), log(attempt)).to.match(/succeeded: well$/);
    const { manifest, sealed } = shelf(attempt);
    const names = manifest?.files.map(({ name }) => name) ?? [];
    expect(names).to.include.members(['build.log', 'root.log', 'state.log', 'hw_info.log', 'installed_pkgs.log']);
    expect(names).to.include.members([
      'results.json',
      'success',
      'kopr-hello.spec',
      'kopr-hello-1.0-1.md13.x86_64.rpm',
    ]);
    const packages = manifest?.packages.map(({ name, arch }) => `${name}.${arch}`);
    expect(packages).to.include.members(['kopr-hello.src', 'kopr-hello.x86_64']);
    expect(JSON.parse(file(attempt, 'results.json'))).to.deep.equal({ packages: manifest?.packages });
    expect(file(attempt, 'state.log')).to.match(/ - Start: rpmbuild\n[^]* - Finish: rpmbuild\n/);
    expect(file(attempt, 'installed_pkgs.log')).to.match(/^gcc-\S+ \d+ \d+ \w+ installed$/m);
    expect(sealed).to.equal(shelf(attempt).log.length);
  });

  it('lets a build without network see only lo, and mends the network for the delivery', async () => {
    const script = buildScript(
      'echo "interfaces: $(ls /sys/class/net | grep -v -e tun -e sit -e gre -e erspan -e vti | xargs)"',
    );
    const attempt = await start(scriptTask(script));
    expect(await ended(attempt), log(attempt)).to.match(/succeeded/);
    expect(file(attempt, 'build.log')).to.include('interfaces: lo\n');
  });

  it('leaves the network to a build that may use it', async () => {
    const attempt = await start(
      scriptTask(buildScript('ls /sys/class/net | sed s/^/interface:/'), { enable_net: true }),
    );
    await ended(attempt);
    expect(file(attempt, 'build.log')).to.match(/^interface:eth\d$/m);
  });

  it('keeps the token and the results from the build', async () => {
    const probes = ['/run/kopr/token', '/var/lib/kopr-builder/results/x'].map(
      (path) => `(: <>${path}) 2>&1 || echo "refused ${path}"`,
    );
    const attempt = await start(scriptTask(buildScript('id -u', 'cat /proc/1/environ 2>&1 | head -c 10', ...probes)));
    expect(await ended(attempt), log(attempt)).to.match(/succeeded/);
    const output = file(attempt, 'build.log');
    expect(output).to.include('refused /run/kopr/token').and.include('refused /var/lib/kopr-builder/results/x');
    expect(output).to.match(/^1\d\d\d$/m);
  });

  it('says which section failed, and delivers the logs', async () => {
    const attempt = await start(scriptTask(buildScript('echo "hello.c:1: error: no such thing" >&2', 'exit 3')));
    expect(await ended(attempt)).to.include('failed: %build failed: hello.c:1: error: no such thing');
    expect(shelf(attempt).manifest?.outcome).to.equal('failed');
    expect(file(attempt, 'build.log')).to.include('no such thing');
  });

  it('builds with sources of every name that an import takes', async () => {
    const names = [
      '.hello.conf',
      '[a].patch',
      'fix for gcc.patch',
      'lang-ä.txt',
      'a:b.conf',
      "it's.txt",
      'x(1).patch',
      'c#.h',
      '$1.sh',
      'a!b.tar.gz',
    ];
    const attempt = await start(sourcesTask(names, buildScript('ls -A %{_sourcedir}')));
    expect(await ended(attempt), log(attempt)).to.match(/succeeded/);
    expect(file(attempt, 'build.log').split('\n')).to.include.members(names);
  });

  it('says which BuildRequires are missing', async () => {
    const attempt = await start(scriptTask(`BuildRequires: no-such-devel >= 2\n${buildScript(':')}`));
    expect(await ended(attempt)).to.include('failed: missing BuildRequires: no-such-devel >= 2');
    expect(file(attempt, 'root.log')).to.include('no-such-devel');
  });

  it('installs BuildRequires that the image lacks', async () => {
    const attempt = await start(scriptTask(`BuildRequires: ${LACKING}\n${buildScript(`rpm -q ${LACKING}`)}`));
    expect(await ended(attempt), log(attempt)).to.match(/succeeded/);
    expect(file(attempt, 'installed_pkgs.log')).to.match(new RegExp(`^${LACKING}-`, 'm'));
  });

  it('obeys conditions, extra packages and modules, and says what means nothing to it', async () => {
    const sections = `%bcond_with probe\n%bcond_without docs\n${buildScript(
      'echo "probe=%{with probe} docs=%{with docs}"',
      `rpm -q ${LACKING}`,
    )}`;
    const wishes = { with_opts: ['probe'], without_opts: ['docs'], buildroot_pkgs: [LACKING] };
    const attempt = await start(scriptTask(sections, { ...wishes, isolation: 'nspawn', bootstrap: 'image' }));
    expect(await ended(attempt), log(attempt)).to.match(/succeeded/);
    expect(file(attempt, 'build.log')).to.include('probe=1 docs=0\n');
    for (const wish of ['isolation nspawn', 'bootstrap image']) {
      expect(log(attempt).split(`${wish}: has no effect`), wish).to.have.lengthOf(2);
    }
    const modular = await start(
      scriptTask(buildScript(':'), { modules: { toggle: [{ enable: 'no-such-module:1' }] } }),
    );
    expect(await ended(modular)).to.include('failed: dnf could not enable the module no-such-module:1');
  });

  it('installs what %generate_buildrequires asks for', async () => {
    const generate = `%generate_buildrequires\necho ${LACKING}\n`;
    const attempt = await start(scriptTask(buildScript(`rpm -q ${LACKING}`).replace('%build', `${generate}%build`)));
    expect(await ended(attempt), log(attempt)).to.match(/succeeded/);
  });

  it('skips an architecture that the spec leaves out', async () => {
    const attempt = await start(scriptTask(`ExclusiveArch: s390x\n${buildScript(':')}`));
    expect(await ended(attempt)).to.match(/skipped: .*(s390x|Architecture)/);
  });

  it('leaves what is left of macros to rpmbuild', async () => {
    const limited = (arches: string) => start(scriptTask(`ExclusiveArch: ${arches}\n${buildScript(':')}`));
    const [known, unknown] = await Promise.all([
      limited('x86_64 %{no_such_arches}'),
      limited('s390x %{no_such_arches}'),
    ]);
    expect(await ended(known), log(known)).to.match(/succeeded/);
    expect(await ended(unknown)).to.match(/skipped: Architecture is not included/);
  });

  it('fails on a spec that does not parse, on a source that is not there, on an archive that differs', async () => {
    const hello = helloTask();
    const [bad, absent, forged] = await Promise.all([
      start(scriptTask('%if\n%description\n')),
      start({ ...hello, files: {} }),
      start({ ...hello, files: { 'kopr-hello-1.0.tar.gz': Buffer.from('forged') } }),
    ]);
    expect(await ended(bad)).to.match(/failed: rpmbuild failed: /);
    expect(await ended(absent)).to.match(/failed: .*answered 404/);
    expect(await ended(forged)).to.match(/failed: kopr-hello-1\.0\.tar\.gz: expected SHA-512/);
  });

  it('leaves without a word when the attempt is not wanted', async () => {
    const attempt = await start(undefined);
    expect(await ended(attempt)).to.match(/stopped: the frontend did not want/);
    expect(shelf(attempt).manifest).to.equal(undefined);
  });

  it('is ended when its time is up', async () => {
    const attempt = await start(scriptTask(buildScript('sleep 1000')), { timeLimitS: 3 });
    expect(await ended(attempt)).to.match(/failed: timed out after 3 s$/);
    expect(log(attempt)).to.match(/\[kopr\] timed out after 3 s\n$/);
  });

  it('is ended when it is canceled, at once', async () => {
    const attempt = await start(scriptTask(buildScript('echo "now building"', 'sleep 1000')));
    await logHas(attempt, '\nnow building');
    await host.stop(attempt.task, 1, 'canceled by alice');
    expect(await ended(attempt)).to.match(/stopped: canceled by alice$/);
  });

  it('is followed by the next manager when this one restarts', async () => {
    const attempt = await start(scriptTask(buildScript('echo "half way"', 'sleep 3', 'echo "all the way"')));
    await logHas(attempt, '\nhalf way');
    await host.letGo();
    host = manager();
    await host.sweep(new Date());
    expect(await ended(attempt), log(attempt)).to.match(/succeeded/);
    expect(log(attempt).match(/^half way$/gm)).to.have.length(1);
    expect(log(attempt))
      .to.include('\nall the way\n')
      .and.match(/delivered \d+ files[^]*upload: [\d.]+ s\n$/);
  });

  it('waits for a house that is away', async () => {
    const attempt = await start(scriptTask(buildScript('echo "now building"', 'sleep 2')));
    await logHas(attempt, '\nnow building');
    house.outage = 503;
    await eventually(async () => log(attempt) !== '' && (await isUploading(attempt)), {
      withinMs: 30_000,
      what: 'the upload',
    });
    house.outage = undefined;
    expect(await ended(attempt)).to.match(/succeeded/);
  });

  async function isUploading({ task }: Attempt): Promise<boolean> {
    const contained = (await backend.list()).find(({ attempt }) => attempt.task === task);
    const { output } = contained ? { output: await lastOutput(contained.id) } : { output: '' };
    return output.includes('"phase":"upload"');
  }
  async function lastOutput(id: string): Promise<string> {
    const stream = await bench.docker.getContainer(id).logs({ stderr: true, stdout: false });
    return stream.toString('utf8');
  }

  it('says that memory ran out', async () => {
    const attempt = await start(scriptTask(buildScript('tail -c 400M /dev/zero | sort')), { memoryMb: 128 });
    expect(await ended(attempt)).to.match(/failed: out of memory: %build failed: /);
  });

  it('takes packages from the project’s own repository', async () => {
    const repo = mkdtempSync(join(tmpdir(), 'kopr-repo-'));
    const first = await start(scriptTask(buildScript('true')));
    expect(await ended(first)).to.match(/succeeded/);
    const rpm = shelf(first).manifest?.files.find(({ name }) => name.endsWith('.noarch.rpm'));
    writeFileSync(join(repo, rpm?.name ?? ''), shelf(first).blobs.get(rpm?.sha256 ?? '') ?? '');
    execFileSync('createrepo_c', ['-q', repo]);
    house.folders.set('repo', repo);
    const repos = [{ id: 'copr_base', name: 'Copr repository', baseurl: `${house.url}/folder/repo/` }];
    const second = await start(
      scriptTask(`BuildRequires: probe\n${buildScript('ls -d /opt/probe')}`, {
        repos,
        kopr: { trusted_repos: ['copr_base'] },
      }),
    );
    expect(await ended(second), log(second)).to.match(/succeeded/);
    expect(file(second, 'root.log')).to.match(/probe +noarch +1-1 +copr_base/);
  });
});

/** In Minidistro's repository, but not in its image. */
const LACKING = 'bc';

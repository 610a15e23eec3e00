/** Custom scripts in the chroot's own image. */
import { expect } from 'chai';
import { spec } from '../kit/packages.js';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';

// In the distribution's repository, but not in the image.
const LACKING = 'bc';

describe('a custom script', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  before(async () => void (bench = await openSourceBench()));
  after(() => bench[Symbol.asyncDispose]());

  const SPEC = `cat >hello.spec <<'END'\n${spec({ Source0: 'greeting.txt' })}\nEND\necho Hello >greeting.txt\n`;
  const run = (script: string, own: object = {}) =>
    bench.run(
      {
        type: 'custom',
        params: { script, chroot: 'minidistro-13-x86_64', builddeps: null, resultdir: null, repos: '', ...own },
      },
      { image: 'kopr/minidistro:13' },
    );

  it('runs without rights in its folder, knows whose it is, and leaves a spec with its sources', async () => {
    const { news, log, names, manifest } = await run(`#!/bin/bash -e\nid -un\npwd\nenv | grep ^COPR_ | sort\n${SPEC}`);
    expect(news, log).to.equal('succeeded: well');
    expect(names).to.deep.equal(['hello-1.0-1.src.rpm']);
    expect(manifest?.pin).to.deep.equal({ commit: null, version: null });
    expect(log).to.include(
      'mockbuild\n/workdir\nCOPR_OWNER=alice\nCOPR_PACKAGE=hello\nCOPR_PROJECT=tools\nCOPR_RESULTDIR=/workdir\n',
    );
  });

  it('has the packages that it asks for, and may leave its result in another folder', async () => {
    const { news, log } = await run(`#!/bin/sh -e\nrpm -q ${LACKING}\nmkdir -p out/deep; cd out/deep\n${SPEC}`, {
      builddeps: ` ${LACKING} make\n`,
      resultdir: 'out/deep',
    });
    expect(news, log).to.equal('succeeded: well');
  });

  it('is a shell script when it says nothing, and may have the line ends of Windows', async () => {
    expect((await run(SPEC)).news).to.equal('succeeded: well');
    expect((await run(`#!/bin/bash\n${SPEC}`.replace(/\n/g, '\r\n'))).news).to.equal('succeeded: well');
  });

  it('finds the payload of the webhook that started it', async () => {
    bench.house.uploads.set('hook/hook_payload', Buffer.from('{"ref":"v1"}'));
    const { news, log } = await run(`#!/bin/bash -e\ngrep -c v1 hook_payload\n${SPEC}`, {
      hook_data: true,
      tmp: 'hook',
    });
    expect(news, log).to.equal('succeeded: well');
  });

  it('fails in its own words', async () => {
    const cases: [string, object, string][] = [
      ['#!/bin/sh\necho "error: no such release" >&2\nexit 4', {}, 'the script failed: error: no such release'],
      [
        '#!/bin/sh\nno-such-tool',
        {},
        'the script failed: /builddir/work/script: line 2: no-such-tool: command not found',
      ],
      ['#!/bin/sh\ntrue', {}, 'there is no spec file'],
      [
        `#!/bin/sh\n${SPEC}\ncp hello.spec other.spec`,
        {},
        'there must be exactly one spec file, found 2: hello.spec, other.spec',
      ],
      [SPEC, { resultdir: 'elsewhere' }, 'the script left no folder /workdir/elsewhere'],
      [SPEC, { builddeps: 'no-such-package' }, 'missing BuildRequires: no-such-package'],
      [SPEC, { builddeps: '--installroot=/' }, '"--installroot=/" is not the name of a package'],
    ];
    for (const [script, own, reason] of cases) {
      const { manifest } = await run(script, own);
      expect(manifest, script).to.include({ stage: 'srpm-build', reason });
    }
  });

  it('is ended with all that it left running', async () => {
    const { news, log } = await run(`#!/bin/bash -e\n(sleep 1000 & disown)\n${SPEC}`);
    expect(news, log).to.equal('succeeded: well');
  });

  it('is ended when its time is up, at that stage', async () => {
    const source = { type: 'custom', params: { script: '#!/bin/sh\nsleep 1000' } } as const;
    const { news, stage } = await bench.run(source, { image: 'kopr/minidistro:13', own: { timeLimitS: 4 } });
    expect(news).to.equal('failed: timed out after 4 s');
    expect(stage).to.equal('timeout');
  });
});

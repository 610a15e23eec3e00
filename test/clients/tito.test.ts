/** Acceptance: tito from PyPI, unmodified, tags a package and releases it into Kopr. */
import { expect } from 'chai';
import { packager, type Packager } from '../kit/client.js';
import type { Machine } from '../kit/machine.js';
import { packagerMachine, SAMPLE } from '../kit/packager-machine.js';
import { specText } from '../kit/srpm.js';
import { CHROOT } from '../kit/stack.js';

const RELEASER = `[kopr]
releaser = tito.release.CoprReleaser
project_name = hugo/tito
`;
const FILES = {
  '.tito/tito.props': '[buildconfig]\nbuilder = tito.builder.Builder\ntagger = tito.tagger.VersionTagger\n',
  '.tito/releasers.conf': RELEASER,
  '.tito/packages/.readme': 'where tito keeps what it tagged\n',
  'sample.txt': 'released by tito\n',
  'tito-sample.spec': specText({
    name: 'tito-sample',
    version: '1.0',
    extra: 'Source0: %{name}-%{version}.tar.gz',
    prep: '%setup -q',
    install: 'install -D -m 644 sample.txt %{buildroot}/usr/share/%{name}/sample.txt',
    files: '/usr/share/%{name}\n%changelog',
  }),
};

describe('tito from PyPI', function () {
  this.timeout(900_000);
  let hugo: Packager;
  let pc: Machine;
  const inSample = (line: string) => pc.sh(`cd ${SAMPLE} && ${line}`);
  const tag = () => inSample('tito tag --accept-auto-changelog && git push -q --follow-tags origin HEAD:main');
  const release = () => inSample('tito release -y kopr 2>&1');

  before(async () => {
    hugo = await packager('hugo');
    await hugo.project('tito');
    pc = await packagerMachine(hugo, FILES);
  });
  after(() => pc[Symbol.asyncDispose]());

  it('releases what was tagged: the build succeeds under the tagged version', async () => {
    await tag();
    const out = await release();
    const build = await hugo.ended(Number(/Created builds: (\d+)/.exec(out)?.[1]));
    expect(build.state, out).to.equal('succeeded');
    expect(build).to.deep.include({ ownername: 'hugo', projectname: 'tito', chroots: [CHROOT] });
    expect(build.source_package).to.deep.include({ name: 'tito-sample', version: '1.1-1' });
  });

  it('releases the next version with options for copr-cli, watching the build to its end', async () => {
    await pc.write(`${SAMPLE}/sample.txt`, 'released again\n');
    await pc.write(`${SAMPLE}/.tito/releasers.conf`, `${RELEASER}copr_options = --background --timeout 3600\n`);
    await inSample('git add -A && git commit -qm "Say more"');
    await tag();
    expect(await release()).to.match(/Build \d+: succeeded/);
  });
});

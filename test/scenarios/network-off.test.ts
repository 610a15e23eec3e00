/** Acceptance: with enable_net off, a package whose %build tries the network sees only `lo`; with it on, it sees more. */
import { expect } from 'chai';
import { packager, type Packager } from '../kit/client.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT } from '../kit/stack.js';

const LOOK =
  'echo "interfaces: $(ls /sys/class/net | tr "\\n" " ")"; (exec 3<>/dev/tcp/1.1.1.1/53) 2>&1 || echo "no connection"';

describe('the network of a build', function () {
  this.timeout(240_000);
  let gus: Packager;

  before(async () => {
    gus = await packager('gus');
    await gus.project('net');
  });

  async function interfaces(name: string, extra: Record<string, unknown>): Promise<string[]> {
    const { id } = await gus.upload('net', await srpm({ name, build: LOOK }), extra);
    expect((await gus.ended(id)).state).to.equal('succeeded');
    const { result_url: url } = await gus.api<{ result_url: string }>(
      `/build-chroot?build_id=${id}&chrootname=${CHROOT}`,
    );
    const log = await (await fetch(`${url}builder-live.log.gz`)).text();
    return (/^interfaces: (.*)$/m.exec(log)?.[1] ?? '').trim().split(' ');
  }

  it('is only lo when enable_net is off', async () => {
    expect(await interfaces('net-off', { enable_net: false })).to.deep.equal(['lo']);
  });

  it('is there when enable_net is on', async () => {
    expect(await interfaces('net-on', { enable_net: true })).to.have.length.greaterThan(1);
  });
});

/** Acceptance: any one container killed in the middle of a build, then started again: the build succeeds, once, with a whole log. */
import { expect } from 'chai';
import { packager, type Packager } from '../kit/client.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT, healthy, killService, must, containerOf, startService, until } from '../kit/stack.js';
import { mailsAbout } from '../kit/mail.js';

/** Numbers its lines, so that a lost or doubled piece of the log shows. */
const LINES = 60;
const counting = (name: string) =>
  srpm({ name, build: `for i in $(seq 1 ${LINES}); do echo "counted $i of ${LINES}"; sleep 0.15; done` });

describe('a container killed in the middle of a build', function () {
  this.timeout(420_000);
  let carol: Packager;

  before(async () => {
    carol = await packager('carol');
    await carol.project('chaos');
  });

  for (const service of [
    'frontend',
    'dist-git',
    'scheduler',
    'builder-manager',
    'repo-publisher',
    'notifier',
    'rabbitmq',
    'mariadb',
    'redis',
  ]) {
    it(`costs nothing when it is ${service}`, async () => {
      const name = `kill-${service}`;
      const { id } = await carol.upload('chaos', await counting(name));
      // dist-git's part comes first: it is killed while it imports, the others while the build runs.
      if (service !== 'dist-git') await carol.reaches(id, ['running']);
      await killService(service);
      await startService(service);
      for (const one of ['frontend', 'repo-publisher']) await healthy(one);
      const end = await until(`build ${id} is final`, 240_000, async () => {
        const now = await carol.build(id).catch(() => undefined);
        return now !== undefined && ['succeeded', 'failed', 'canceled'].includes(now.state) && now;
      });
      expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
      await expectOneResult(id, name);
      await until('exactly one mail', 60_000, async () => (await mailsAbout(id)).length === 1);
    });
  }

  async function expectOneResult(id: number, name: string): Promise<void> {
    const chroot = await carol.api<{ result_url: string }>(`/build-chroot?build_id=${id}&chrootname=${CHROOT}`);
    const listing = await (await fetch(chroot.result_url)).text();
    const rpms = [...listing.matchAll(/href="([^"]+\.rpm)"/g)].map(([, file]) => file);
    expect(rpms).to.have.members([`${name}-1-1.md13.noarch.rpm`, `${name}-1-1.md13.src.rpm`]);
    expect(listing).not.to.include('attempt-');
    const log = await (await fetch(`${chroot.result_url}builder-live.log.gz`)).text();
    const counted = log.split('\n').filter((line) => /^counted \d+ of \d+$/.test(line));
    expect(counted).to.deep.equal(Array.from({ length: LINES }, (_, i) => `counted ${i + 1} of ${LINES}`));
  }

  it('costs nothing when the scheduler’s Redis is emptied while ten builds wait', async () => {
    const files = await Promise.all(
      Array.from({ length: 10 }, (_, i) => srpm({ name: `waits-${i}`, build: 'sleep 2' })),
    );
    const builds = await Promise.all(files.map((file) => carol.upload('chaos', file)));
    await carol.reaches(builds[0]!.id, ['running']);
    await must('docker', ['exec', await containerOf('redis'), 'redis-cli', 'FLUSHALL']);
    const ends = await Promise.all(builds.map(({ id }) => carol.ended(id, 300_000)));
    expect(ends.map(({ state }) => state)).to.deep.equal(builds.map(() => 'succeeded'));
  });
});

/** Acceptance: whatever is wrong with a source, the build ends `failed`, says why everywhere, and the next one is unaffected. */
import { expect } from 'chai';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Build, packager, type Packager } from '../kit/client.js';
import { mailsAbout } from '../kit/mail.js';
import { serveFiles } from '../kit/http-files.js';
import { renameInPayload } from '../kit/hostile-srpm.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT, DIST_GIT, FRONTEND, RESULTS, until } from '../kit/stack.js';

describe('a source or a build that is no good', function () {
  this.timeout(300_000);
  let bob: Packager;
  let web: Awaited<ReturnType<typeof serveFiles>>;
  let good: string;

  before(async () => {
    bob = await packager('bob');
    await bob.project('bad');
    web = await serveFiles({});
    good = await srpm({ name: 'good' });
  });
  after(() => web.close());

  async function file(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(bob.dir, name);
    await writeFile(path, bytes);
    return path;
  }

  const cases: { title: string; submit: () => Promise<Build>; reason: RegExp; log: 'import' | 'build' }[] = [
    {
      title: 'a truncated SRPM',
      submit: async () =>
        bob.upload('bad', await file('truncated-1-1.src.rpm', (await readFile(good)).subarray(0, 900))),
      reason: /truncated|ends/i,
      log: 'import',
    },
    {
      title: 'a file that is no RPM',
      submit: async () => bob.upload('bad', await file('text-1-1.src.rpm', Buffer.from('hello, world\n'.repeat(100)))),
      reason: /not an RPM|no RPM/i,
      log: 'import',
    },
    {
      title: 'an SRPM with ../ in a name',
      submit: async () => bob.upload('bad', await file('dots-1-1.src.rpm', renameInPayload(await readFile(good)))),
      reason: /name/i,
      log: 'import',
    },
    {
      title: 'a URL that answers 404',
      submit: async () => bob.fromUrl('bad', `${web.url}/nothing-1-1.src.rpm`),
      reason: /404/,
      log: 'import',
    },
    {
      title: 'a spec whose %build fails',
      submit: async () => bob.upload('bad', await srpm({ name: 'breaks', build: 'echo telling line >&2; exit 3' })),
      reason: /%build|exit/i,
      log: 'build',
    },
    {
      title: 'a build past its timeout',
      submit: async () => bob.upload('bad', await srpm({ name: 'sleeps', build: 'sleep 600' }), { timeout: 15 }),
      reason: /timed out/i,
      log: 'build',
    },
  ];

  for (const { title, submit, reason, log } of cases) {
    it(`ends ${title} as failed, with the reason in API, page, mail and log`, async () => {
      const build = await submit();
      const end = await bob.ended(build.id);
      expect(end.state).to.equal('failed');
      const said =
        log === 'import'
          ? String(end.kopr_reason)
          : String((await bob.api(`/build-chroot?build_id=${build.id}&chrootname=${CHROOT}`)).kopr_reason);
      expect(said).to.match(reason);

      const page = await (await fetch(`${FRONTEND}/coprs/bob/bad/build/${build.id}/`)).text();
      expect(unescape(page)).to.match(reason);
      const [mail] = await until('a mail about the build', 30_000, async () => {
        const found = await mailsAbout(build.id);
        return found.length > 0 && found;
      });
      expect(mail?.text).to.match(reason);

      const address = log === 'import' ? `${DIST_GIT}/import-logs/${build.id}.log` : await logAddress(build.id);
      const kept = await until('the whole log is kept', 15_000, async () => {
        const answer = await fetch(address);
        return answer.ok && answer.text();
      });
      expect(kept).to.have.length.greaterThan(20);
    });
  }

  async function logAddress(id: number): Promise<string> {
    const chroot = await bob.api<{ result_url: string }>(`/build-chroot?build_id=${id}&chrootname=${CHROOT}`);
    expect(chroot.result_url).to.match(new RegExp(`^${RESULTS}`));
    return `${chroot.result_url}builder-live.log.gz`;
  }

  const unescape = (html: string) =>
    html
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');

  it('builds the next package as if nothing had been', async () => {
    const build = await bob.upload('bad', good);
    expect((await bob.ended(build.id)).state).to.equal('succeeded');
  });
});

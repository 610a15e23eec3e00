import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { type SampleSite, serveSample } from '../pages/sample-site.js';
import { writeHistory } from '../pages/write-history.js';

const LIMITS = { readers: 1, pageMs: 1000, rawReaders: 1, rawMs: 1000, waiting: 1 };

/** Our git processes that still run. */
function gits(): number {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ');
  return children.filter((pid) => pid !== '' && /^\d+ \(git\) [^Z]/.test(statOf(pid))).length;
}

/** Empty when the process has ended meanwhile. */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

describe('what readers may cost', () => {
  let site: SampleSite;
  let stuck: string;
  before(async () => {
    site = await serveSample(LIMITS);
    // git reads its configuration first, and nobody ever writes to this one.
    const repository = site.sources.layout.repository({ owner: 'alice', dirname: 'tools', package: 'zlib-ng' });
    await rm(`${repository}/config`);
    execFileSync('mkfifo', [`${repository}/config`]);
    stuck = `${site.url}/browse/alice/tools/zlib-ng/commit/${site.sources.hello[0]}`;
  });
  after(() => site.close());
  const isOver = () => eventually(() => gits() === 0, { what: 'the end of all git processes' });

  it('is a page’s time, after which its processes end', async () => {
    const answer = await fetch(stuck);
    expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '5']);
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    expect(await answer.text()).to.include('That took too long');
    await isOver();
  });

  it('is so many pages at once, and so many that wait', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(stuck)));
    expect(answers.map(({ status }) => status)).to.deep.equal([503, 503, 503, 503]);
    // Two took their time, one after the other; the others were told at once.
    const hello = await fetch(`${site.url}/browse/alice/tools/hello/`);
    expect(hello.status).to.equal(200);
    await isOver();
  });

  it('is nothing any more when they have gone away', async () => {
    const asked = get(stuck);
    asked.on('error', () => undefined);
    await once(asked, 'finish');
    await eventually(() => gits() > 0, { what: 'a git process' });
    const begun = performance.now();
    asked.destroy();
    await isOver();
    expect(performance.now() - begun).to.be.lessThan(LIMITS.pageMs);
  });

  it('is so much time for a raw file that nobody takes, which is then not taken for whole', async () => {
    const { layout } = site.sources;
    const files = { large: Buffer.alloc(32 * 1024 * 1024) };
    const repository = layout.repository({ owner: 'alice', dirname: 'tools', package: 'large' });
    await writeHistory(repository, 'main', [{ branch: 'main', message: 'add', files }]);
    const asked = get(`${site.url}/browse/alice/tools/large/raw/main/large`);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.pause();
    expect(gits()).to.be.greaterThan(0);
    await isOver();
    answer.resume();
    const [trouble] = (await once(answer, 'error')) as [NodeJS.ErrnoException];
    expect([trouble.code, answer.complete]).to.deep.equal(['ECONNRESET', false]);
  });
});

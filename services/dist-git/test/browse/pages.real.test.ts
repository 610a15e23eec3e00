import { execFileSync } from 'node:child_process';
import { cp, rename } from 'node:fs/promises';
import { request } from 'node:http';
import { addressesIn, faultsIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { EVIL, MANY } from '../pages/sample-sources.js';
import { type SampleSite, serveSample } from '../pages/sample-site.js';

/** Served beside the pages, or not by this service. */
const ELSEWHERE = /^\/repo\//;

describe('the pages of dist-git', () => {
  let site: SampleSite;
  before(async () => (site = await serveSample()));
  after(() => site.close());

  const open = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(site.url + path, { redirect: 'manual', ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  /** As a client that does not tidy addresses up. */
  const openRaw = (path: string, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request(site.url, { path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asked.on('error', reject).end();
    });
  const odd = (rest: string) => open(`/browse/alice/odd/odd/${rest}`);
  const oddCommit = (nth: number) => odd(`commit/${site.sources.odd[nth - 1]}`);
  const shown = (html: string) => html.replace(/<[^>]*>/g, '');

  it('lead nowhere but to pages, all of them whole, with what strangers wrote as text', async () => {
    const seen = new Map<string, string>();
    const ahead = ['/', '/browse/alice/', '/browse/@devel/'];
    for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
      if (seen.has(path) || ELSEWHERE.test(path)) continue;
      const page = await open(path);
      expect(page.status, path).to.equal(200);
      seen.set(path, page.text);
      if (page.headers.get('content-type')?.startsWith('text/html') !== true) continue;
      expect(faultsIn(page.text), path).to.deep.equal([]);
      expect(page.text, path).to.not.include(EVIL);
      // Of ten thousand files, a few are enough.
      if (path.includes('/many/')) continue;
      const links = addressesIn(page.text).links.filter((link) => /^\/(?!\/)/.test(link));
      ahead.push(...links.map((link) => link.split('#')[0] ?? '').filter((link) => !/many.*\/(file|raw)\//.test(link)));
    }
    expect(seen.size).to.be.greaterThan(150);
  }).timeout(120_000);

  it('show a package at a glance', async () => {
    const { text } = await open('/browse/alice/tools/hello/');
    expect(text).to.include('git clone http://localhost:5001/git/alice/tools/hello');
    expect(text).to.include('rpkg --config ~/tools.conf clone hello');
    const { links } = addressesIn(text);
    expect(links).to.include.members([
      'http://localhost:5000/coprs/alice/tools/',
      '/browse/alice/tools/hello/file/f42/README.md',
      '/browse/alice/tools/hello/file/f42/hello.spec#L1',
      '/browse/alice/tools/hello/tree/epel-9/',
      '/browse/alice/tools/hello/log/f42',
      `/browse/alice/tools/hello/commit/${site.sources.hello[3]}`,
    ]);
    expect(links.filter((link) => link.startsWith('/repo/pkgs/alice/tools/hello/hello-2.12.tar.gz/'))).to.have.length(
      1,
    );
    expect((await open('/browse/alice/tools/empty/')).text).to.include('Nothing was imported or pushed yet');
  });

  it('show a commit: its message, its build, and what it changed', async () => {
    const { text } = await open(`/browse/alice/tools/hello/commit/${site.sources.hello[2]}`);
    expect(addressesIn(text).links).to.include('http://localhost:5000/coprs/build/47');
    expect(shown(text)).to.include('hello-shy.patch → hello-quiet.patch').and.include('+Version:        2.12');
    expect(text).to.match(/kopr-line--removed">.*Version: {8}2\.10\n/);
  });

  it('tell every kind of change', async () => {
    const text = shown((await oddCommit(2)).text);
    for (const words of [
      /also-empty added\s+The file is empty/,
      /becomes-link deleted/,
      /becomes-link added/,
      /binary\s+Not shown: it is not text/,
      /goes\.txt deleted/,
      /old-name\.txt → new-name\.txt renamed/,
      /script\.sh mode 100644 → 100755\s+Its lines are the same/,
      /-Subproject commit 1234567890/,
      /No newline at end of file/,
      /two\^M/,
    ])
      expect(text).to.match(words);
  });

  it('compare the first commit with nothing, and a merge with its first parent', async () => {
    expect(shown((await oddCommit(1)).text)).to.match(/odd\.spec added/);
    const merge = shown((await oddCommit(4)).text);
    expect(merge)
      .to.match(/Parents; compared with the first/)
      .and.match(/1 file changed/)
      .and.match(/side\.txt added/);
  });

  it('show of a commit as much as a person reads, and say that there is more', async () => {
    const begun = performance.now();
    const { text } = await oddCommit(5);
    expect(performance.now() - begun).to.be.lessThan(8000);
    expect(text.length).to.be.lessThan(1_000_000);
    expect(text).to.include(`${MANY} files changed`).and.include('This is only a part of what changed');
  });

  it('show a large directory a page at a time', async () => {
    const first = await odd('tree/many/many/');
    expect(first.text).to.include(`${MANY} entries`).and.include('Page 1 of 20');
    expect((await odd('tree/many/many/?page=20')).text).to.include('9999.txt');
    for (const page of ['21', '0', '-1', '1.5', 'x', '99999999'])
      expect((await odd(`tree/many/many/?page=${page}`)).status, page).to.equal(404);
  });

  it('show files of every kind, as far as they can be shown', async () => {
    const kinds: [string, RegExp][] = [
      ['empty', /The file is empty/],
      ['binary', /The file is not text/],
      ['huge', /too large for a page/],
      ['lines.txt', /too large for a page/],
      ['marks.txt', /too large for a page/],
      ['macros.spec', /too large for a page/],
      ['latin1.txt', /shown as Latin-1[^]*café/],
      ['gr%C3%BC%C3%9Fe.txt', /grüße\.txt[^]*servus/],
      ['name-%FF.txt', /name-ÿ\.txt/],
      ['with%20space%20%26%20%22quotes%22%20%231%3F.txt', /quoted/],
      ['link', /A link to\s+\.\.\/\.\.\/etc\/passwd/],
      ['windows.txt', /lines end with CRLF[^]*1one\n2three\n/],
      ['unseen.txt', /if \(adminU\+202E U\+2066\/\/ only/],
    ];
    for (const [file, words] of kinds) {
      const { status, text } = await odd(`file/main/${file}`);
      expect([status, shown(text)], file).to.satisfy(
        ([code, body]: [number, string]) => code === 200 && words.test(body),
      );
    }
    for (const file of ['module', 'dir', 'nothing', 'empty/x', 'link/etc/passwd'])
      expect((await odd(`file/main/${file}`)).status, file).to.equal(404);
  });

  it('give raw files as they are, and never as pages of ours', async () => {
    const { status, headers, text } = await odd('raw/main/unseen.txt');
    expect([status, text]).to.deep.equal([200, 'if (admin\u202e \u2066// only\u2069) {\n\u001b[31mred\n\u200b\n']);
    expect(headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(headers.get('content-security-policy')).to.equal("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect((await odd('raw/main/binary')).headers.get('content-type')).to.equal('application/octet-stream');
    expect((await odd('raw/main/huge')).text).to.have.length(1_600_000);
    expect((await odd('raw/main/empty')).text).to.equal('');
    const head = await open('/browse/alice/odd/odd/raw/main/huge', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).to.deep.equal([200, '1600000']);
    for (const path of ['module', 'dir', 'nothing']) expect((await odd(`raw/main/${path}`)).status, path).to.equal(404);
  });

  it('go through the history, side branches and all, and on when the branch has moved', async () => {
    const repository = site.sources.layout.repository({ owner: 'alice', dirname: 'tools', package: 'long' });
    const from = site.sources.layout.repository({ owner: 'alice', dirname: 'odd', package: 'odd' });
    await cp(from, repository, { recursive: true });
    const commits = Array.from(
      { length: 120 },
      (_, at) =>
        `commit refs/heads/long\ncommitter A <a@example.org> ${at + 1} +0000\ndata ${`c${at}`.length}\nc${at}\n`,
    );
    execFileSync('git', [`--git-dir=${repository}`, 'fast-import', '--quiet'], { input: commits.join('\n') });
    const log = '/browse/alice/tools/long/log/long';
    const subjects = (html: string) => [...html.matchAll(/nofollow">(c\d+)</g)].map(([, subject]) => subject);
    const next = (html: string) => addressesIn(html).links.find((link) => link.includes('?after='));
    const first = await open(log);
    const second = await open(next(first.text)!);
    execFileSync('git', [`--git-dir=${repository}`, 'update-ref', 'refs/heads/long', 'refs/heads/main']);
    const third = await open(next(second.text)!);
    const all = [first, second, third].flatMap(({ text }) => subjects(text));
    expect(all).to.deep.equal(commits.map((_, at) => `c${119 - at}`));
    expect(next(third.text)).to.equal(undefined);
    for (const after of ['x', `${'0'.repeat(40)}-50`, '--all'])
      expect((await open(`${log}?after=${after}`)).status).to.equal(404);
  });

  it('find branches with slashes, tags, and tags of tags', async () => {
    const repository = site.sources.layout.repository({ owner: 'alice', dirname: 'tools', package: 'hello' });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', `--git-dir=${repository}`, ...args]);
    const [first = ''] = site.sources.hello;
    git('branch', 'rhel/9', first);
    git('tag', '-a', '-m', 'x', 'v1', first);
    git('-c', 'advice.nestedTag=false', 'tag', '-a', '-m', 'y', 'v1.again', 'v1');
    for (const ref of ['rhel%2F9', 'v1', 'v1.again']) {
      expect((await open(`/browse/alice/tools/hello/tree/${ref}/`)).text, ref).to.include('hello-shy.patch');
      expect((await open(`/browse/alice/tools/hello/log/${ref}`)).status, ref).to.equal(200);
    }
    git('pack-refs', '--all', '--prune');
    expect((await open('/browse/alice/tools/hello/tree/rhel%2F9/')).status, 'packed').to.equal(200);
    expect((await open('/browse/alice/tools/hello/tree/rhel/9/')).status, 'a path').to.equal(404);
    git('branch', '-D', 'rhel/9');
  });

  it('are kept for a day by a hash, their files for ever, and asked for again by a branch', async () => {
    const commit = site.sources.hello[2];
    const lasting = ['commit/', 'tree/', 'log/'].map((page) => `/browse/alice/tools/hello/${page}${commit}`);
    for (const path of [lasting[0]!, `${lasting[1]}/`, lasting[2]!])
      expect((await open(path)).headers.get('cache-control'), path).to.equal('public, max-age=86400');
    const raw = await open(`/browse/alice/tools/hello/raw/${commit}/hello.spec`);
    expect(raw.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    for (const path of ['', 'branches', 'log/f42', 'tree/f42/', 'file/f42/hello.spec', 'raw/f42/hello.spec']) {
      const { headers } = await open(`/browse/alice/tools/hello/${path}`);
      expect(headers.get('cache-control'), path).to.equal('public, no-cache');
      const etag = headers.get('etag') ?? 'none';
      expect(await openRaw(`/browse/alice/tools/hello/${path}`, { 'if-none-match': etag }), path).to.equal(304);
      expect(await openRaw(`/browse/alice/tools/hello/${path}`, { 'if-none-match': '"other"' }), path).to.equal(200);
    }
  });

  it('keep crawlers from what there is one of for each commit', async () => {
    for (const path of [
      `commit/${site.sources.hello[0]}`,
      'log/f42',
      'tree/f42/',
      'file/f42/hello.spec',
      'raw/f42/sources',
    ])
      expect((await open(`/browse/alice/tools/hello/${path}`)).headers.get('x-robots-tag'), path).to.equal(
        'noindex, nofollow',
      );
    expect((await open('/browse/alice/tools/hello/')).headers.get('x-robots-tag')).to.equal(null);
    expect((await open('/robots.txt')).text).to.include('Disallow: /browse/*/*/*/commit');
  });

  it('are found by Copr’s addresses of commits', async () => {
    const [commit] = site.sources.hello;
    for (const path of ['commit/', 'commit']) {
      const { status, headers } = await open(`/alice/tools/hello.git/${path}?id=${commit}`);
      expect([status, headers.get('location')]).to.deep.equal([301, `/browse/alice/tools/hello/commit/${commit}`]);
    }
    const { headers } = await open(`/@devel/tools:pr:1/hello.git/commit/?id=${commit}`);
    expect(headers.get('location')).to.equal(`/browse/@devel/tools:pr:1/hello/commit/${commit}`);
    for (const query of ['', '?id=HEAD', '?id=--all', `?id=${commit}&id=${commit}`])
      expect((await open(`/alice/tools/hello.git/commit/${query}`)).status, query).to.equal(404);
  });

  it('are found by what people type', async () => {
    const to = async (project: string) => {
      const { status, headers } = await open(`/browse/?project=${encodeURIComponent(project)}`);
      return headers.get('location') ?? status;
    };
    expect(await to(' alice/tools ')).to.equal('/browse/alice/tools/');
    expect(await to('alice/tools/hello')).to.equal('/browse/alice/tools/hello/');
    expect(await to('')).to.equal('/');
    for (const nothing of ['alice/nothing', 'alice/tools/nothing', 'alice', '../../etc', EVIL, '-x/y', 'a/b/c/d'])
      expect(await to(nothing), nothing).to.equal(404);
    expect((await open(`/browse/?project=${encodeURIComponent(EVIL)}`)).text).to.not.include(EVIL);
  });

  it('are not there for anything else', async () => {
    const none = '0'.repeat(40);
    const [blob = ''] = execFileSync('git', [
      `--git-dir=${site.sources.layout.repository({ owner: 'alice', dirname: 'odd', package: 'odd' })}`,
      'rev-parse',
      'main:empty',
      'main:dir',
    ])
      .toString()
      .split('\n');
    const paths = [
      `alice/odd/odd/commit/${none}`,
      `alice/odd/odd/commit/${blob}`,
      `alice/odd/odd/tree/${none}/`,
      `alice/odd/odd/tree/${blob}/`,
      `alice/odd/odd/log/${none}`,
      'alice/odd/odd/log/nothing',
      'alice/odd/odd/log/HEAD',
      'alice/odd/odd/tree/nothing/',
      'alice/odd/odd/branches/x',
      'alice/nothing/',
      'nobody/',
      'alice/tools/nothing/',
      'alice/tools/nothing/branches',
    ];
    for (const path of paths) expect((await open(`/browse/${path}`)).status, path).to.equal(404);
    for (const path of [
      '/browse/../../etc/passwd',
      '/browse/alice/../alice/',
      '/browse/alice/odd/odd/file/main/../../x',
    ])
      expect(await openRaw(path), path).to.equal(404);
    expect((await open('/browse/alice/', { method: 'POST' })).status).to.equal(404);
  });

  it('are gone at once when the project is', async () => {
    const { layout } = site.sources;
    await cp(layout.repositories('alice', 'tools'), layout.repositories('alice', 'leaving'), { recursive: true });
    expect((await open('/browse/alice/leaving/hello/')).status).to.equal(200);
    await rename(layout.repositories('alice', 'leaving'), `${layout.git}/../away`);
    for (const path of ['', 'hello/', 'hello/log/f42', `hello/commit/${site.sources.hello[0]}`])
      expect((await open(`/browse/alice/leaving/${path}`)).status, path).to.equal(404);
  });
});

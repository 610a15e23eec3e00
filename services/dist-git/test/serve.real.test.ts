import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Body } from '@kopr/proto';
import { expect } from 'chai';
import { request } from 'undici';
import { clone, output } from './git.js';
import { makeSrpm, tarball } from './make-srpm.js';
import { setStage, type Stage } from './stage.js';
import { scratchDir } from './scratch.js';

describe('what dist-git serves', () => {
  let stage: Stage;
  let url: string;
  let imported: Body<'source.imported'>;
  let archive: Buffer;
  let sha512: string;
  before(async () => {
    stage = await setStage();
    ({ url } = await stage.start());
    archive = await tarball();
    sha512 = createHash('sha512').update(archive).digest('hex');
    const project = { id: 7, owner: '@group', name: 'tools', dirname: 'tools:pr:1' };
    imported = (await stage.import(1, await makeSrpm(), { project })) as Body<'source.imported'>;
  });
  after(() => stage[Symbol.asyncDispose]());

  const repository = () => `${url}/git/@group/tools:pr:1/hello`;
  const lookaside = (file = 'hello-1.0.tar.gz') =>
    `${url}/repo/pkgs/@group/tools:pr:1/hello/${file}/sha512/${sha512}/${file}`;

  it('clones whole, shallow and by single commits, with either protocol and either spelling', async () => {
    for (const version of ['0', '1', '2']) {
      const dir = await clone(`${repository()}.git`, '-c', `protocol.version=${version}`, '--depth', '1');
      expect(await readdir(dir)).to.include('hello.spec');
    }
    const dir = await clone(repository());
    await output(dir, 'git', 'fetch', '-q', 'origin', imported.commits['f42']!);
  });

  it('refuses pushes of nobody, the dumb protocol and addresses that are no repository', async () => {
    const dir = await clone(repository());
    const push = await output(dir, 'git', 'push', 'origin', 'HEAD:refs/heads/evil').catch(String);
    expect(push).to.match(/could not read Username/);
    const status = async (path: string, init?: RequestInit) => (await fetch(`${url}/git${path}`, init)).status;
    expect(await status('/@group/tools:pr:1/hello/info/refs')).to.equal(403);
    expect(await status('/@group/tools:pr:1/hello/git-receive-pack', { method: 'POST' })).to.equal(401);
    expect(await status('/@group/tools:pr:1/nothing/info/refs?service=git-upload-pack')).to.equal(404);
    expect(await status('/..%2f..%2fetc/x/y/info/refs?service=git-upload-pack')).to.equal(404);
    expect(await status('/@group/%2e%2e/@group/info/refs?service=git-upload-pack')).to.equal(404);
    expect(await status('/@group/tools:pr:1/hello.git/config')).to.equal(404);
    expect(await status('/@group/tools:pr:1/hello.git/HEAD')).to.equal(404);
  });

  it('gives a commit as a tar', async () => {
    const commit = imported.commits['f42']!;
    const answer = await fetch(`${url}/archive/@group/tools:pr:1/hello/${commit}.tar`);
    expect(answer.headers.get('content-type')).to.equal('application/x-tar');
    const dir = await scratchDir();
    await writeFile(join(dir, 'it.tar'), Buffer.from(await answer.arrayBuffer()));
    await output(dir, 'tar', '-xf', 'it.tar');
    expect((await readdir(dir)).sort()).to.deep.equal(['fix.patch', 'hello.spec', 'it.tar', 'sources']);
    for (const path of [`hello/${'0'.repeat(40)}.tar`, 'hello/HEAD.tar', `nothing/${commit}.tar`, 'hello/--help.tar']) {
      expect((await fetch(`${url}/archive/@group/tools:pr:1/${path}`)).status, path).to.equal(404);
    }
  });

  it('gives archives whole, in parts, and not again to who has them', async () => {
    const whole = await fetch(lookaside());
    expect(Buffer.from(await whole.arrayBuffer()).equals(archive)).to.equal(true);
    expect(whole.headers.get('cache-control')).to.contain('immutable');
    expect(whole.headers.get('content-type')).to.equal('application/octet-stream');
    const etag = whole.headers.get('etag')!;
    const part = await fetch(lookaside(), { headers: { range: 'bytes=10-19' } });
    expect(part.status).to.equal(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(archive.subarray(10, 20))).to.equal(true);
    // fetch itself would ask for a fresh copy.
    const again = await request(lookaside(), { headers: { 'if-none-match': etag } });
    expect(again.statusCode).to.equal(304);
    const head = await fetch(lookaside(), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).to.deep.equal([200, String(archive.length)]);
  });

  it('gives nothing else', async () => {
    const paths = [
      lookaside('other.tar.gz'),
      lookaside().replace(/\/[^/]+$/, '/other'),
      lookaside().replace('hello/', '..%2fhello/'),
      `${url}/import-logs/2.log`,
      `${url}/import-logs/..%2f..%2fetc%2fpasswd`,
      `${url}/`,
    ];
    for (const path of paths) expect((await fetch(path)).status, path).to.equal(404);
    expect((await fetch(`${url}/git/%zz/x/y/info/refs`)).status).to.equal(400);
  });

  it('is healthy', async () => {
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);
  });
});

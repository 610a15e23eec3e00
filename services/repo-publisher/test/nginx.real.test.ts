import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';

const exec = promisify(execFile);
/** Where Debian and the official image have it. */
const NGINX = '/usr/sbin/nginx';
const CONF = new URL('../../../ops/nginx/results.conf', import.meta.url);
const DIGEST = 'a'.repeat(64);

describe('the results tree in a web server', () => {
  let dir: string;
  let url: string;
  let nginx: ChildProcess | undefined;

  before(async function () {
    const found = await exec(NGINX, ['-v']).then(
      () => true,
      () => false,
    );
    if (!found) return this.skip();
    dir = await mkdtemp(join(tmpdir(), 'kopr-nginx-'));
    await chmod(dir, 0o755);
    await fillTree(join(dir, 'data', 'results', 'alice', 'tools:pr:5', 'mini-1-x86_64'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    await writeConf(dir, port);
    nginx = spawn(NGINX, ['-c', join(dir, 'nginx.conf'), '-p', dir], { stdio: 'inherit' });
    await eventually(
      () =>
        fetch(`${url}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { what: 'nginx answers' },
    );
  });
  after(async () => {
    nginx?.kill();
    if (dir) await rm(dir, { recursive: true });
  });

  const chroot = '/results/alice/tools:pr:5/mini-1-x86_64';
  const get = (path: string) => fetch(`${url}${path}`, { redirect: 'manual' });

  it('lists folders with relative names, which can be followed', async () => {
    const html = await (await get('/results/alice/')).text();
    const href = /href="(tools[^"]+)"/.exec(html)?.[1] ?? '';
    expect(href).not.to.match(/^[a-z]+:/);
    expect((await fetch(new URL(href, `${url}/results/alice/`))).status).to.equal(200);
  });

  it('shows a finished log as text, and sends those who ask for the growing one there', async () => {
    const answer = await get(`${chroot}/00000042-hello/build.log.gz`);
    expect(answer.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(answer.headers.get('content-encoding')).to.equal('gzip');
    expect(await answer.text()).to.equal('kopř\n');
    const moved = await get(`${chroot}/00000042-hello/build.log`);
    expect([moved.status, moved.headers.get('location')]).to.deep.equal([302, `${chroot}/00000042-hello/build.log.gz`]);
    expect((await get(`${chroot}/00000042-hello/none.log`)).status).to.equal(404);
  });

  it('shows a growing log as it is, and a part of it to those who ask for a part', async () => {
    const answer = await get(`${chroot}/00000043-hello/builder-live.log`);
    expect([answer.headers.get('content-encoding'), await answer.text()]).to.deep.equal([null, 'growing\n']);
    const part = await fetch(`${url}${chroot}/00000043-hello/builder-live.log`, { headers: { range: 'bytes=4-' } });
    expect([part.status, await part.text()]).to.deep.equal([206, 'ing\n']);
  });

  it('lets packages and metadata files be kept for ever, and repomd.xml never', async () => {
    const cache = async (path: string) => (await get(`${chroot}/${path}`)).headers.get('cache-control');
    expect(await cache('00000042-hello/hello-1-1.noarch.rpm')).to.include('immutable');
    expect(await cache(`repodata/${DIGEST}-primary.xml.gz`)).to.include('immutable');
    expect(await cache('repodata/repomd.xml')).to.equal('no-cache');
    expect((await get(`${chroot}/repodata/repomd.xml`)).headers.get('etag')).to.equal(null);
  });

  it('says what things are', async () => {
    const type = async (path: string) => (await get(`${chroot}/${path}`)).headers.get('content-type');
    expect(await type('00000042-hello/hello-1-1.noarch.rpm')).to.equal('application/x-rpm');
    expect(await type('00000042-hello/hello.spec')).to.equal('text/plain; charset=utf-8');
    expect(await type('00000042-hello/success')).to.equal('text/plain; charset=utf-8');
    expect(await type(`repodata/${DIGEST}-primary.xml.gz`)).to.equal('application/gzip');
  });

  it('keeps to itself what is ours and what lies beside the tree', async () => {
    for (const path of [
      `${chroot}/.repodata-1/repomd.xml`,
      '/results/alice/tools:pr:5/.project',
      '/intake/secret',
      '/keys/',
      '/results/../intake/secret',
    ]) {
      expect((await get(path)).status, path).to.equal(404);
    }
    expect((await get('/')).headers.get('location')).to.equal('/results/');
    expect((await get('/results/alice')).headers.get('location')).to.equal('/results/alice/');
  });
});

async function fillTree(chroot: string): Promise<void> {
  const [done, open, metadata] = ['00000042-hello', '00000043-hello', '.repodata-1'].map((name) =>
    join(chroot, name),
  ) as [string, string, string];
  for (const folder of [done, open, metadata, join(chroot, '../../../../intake')])
    await mkdir(folder, { recursive: true });
  await writeFile(join(chroot, '../../../../intake/secret'), 'secret');
  await writeFile(join(chroot, '../.project'), '7');
  await writeFile(join(done, 'build.log.gz'), gzipSync('kopř\n'));
  for (const name of ['hello-1-1.noarch.rpm', 'hello.spec', 'success']) await writeFile(join(done, name), name);
  await writeFile(join(open, 'builder-live.log'), 'growing\n');
  for (const name of ['repomd.xml', `${DIGEST}-primary.xml.gz`]) await writeFile(join(metadata, name), name);
  await symlink('.repodata-1', join(chroot, 'repodata'));
}

/** Our file as it is, but for the folder and the port, in the smallest main file. */
async function writeConf(dir: string, port: number): Promise<void> {
  const ours = await readFile(CONF, 'utf8');
  await writeFile(
    join(dir, 'results.conf'),
    ours.replace('listen 80', `listen 127.0.0.1:${port}`).replace('/var/lib/kopr', join(dir, 'data')),
  );
  const main = `daemon off; pid ${dir}/nginx.pid; error_log ${dir}/error.log; events {}
    http { access_log off; client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
    include ${dir}/results.conf; }`;
  await writeFile(join(dir, 'nginx.conf'), main);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

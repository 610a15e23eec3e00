import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { bearer, openHouse, type House } from './support/house.js';
import { deliver, deliveryOf, manifestOf, putBlob, putManifest, sha256 } from './support/deliver.js';
import { buildRpms } from './support/rpms.js';

const who = { task: '42-mini-1-x86_64', results: 'alice/tools/mini-1-x86_64/00000042-hello' };

describe('the intake', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  });
  afterEach(() => house[Symbol.asyncDispose]());

  const held = async (bytes: Buffer): Promise<[number, string | null]> => {
    const answer = await fetch(`${house.url}/intake/${who.task}/1/blobs/${sha256(bytes)}`, {
      method: 'HEAD',
      headers: bearer(who),
    });
    return [answer.status, answer.headers.get(answer.status === 200 ? 'content-length' : 'kopr-offset')];
  };

  it('stores a file by its digest, and says that it has it the second time', async () => {
    const bytes = Buffer.from('hello');
    expect(await held(bytes)).to.deep.equal([404, '0']);
    expect((await putBlob(house, who, bytes)).status).to.equal(201);
    expect((await putBlob(house, who, bytes)).status).to.equal(200);
    expect(await held(bytes)).to.deep.equal([200, '5']);
  });

  it('goes on with an upload where it stopped, and nowhere else', async () => {
    const bytes = Buffer.from('0123456789');
    const put = (first: number, last: number) =>
      fetch(`${house.url}/intake/${who.task}/1/blobs/${sha256(bytes)}`, {
        method: 'PUT',
        body: new Uint8Array(bytes.subarray(first, last + 1)),
        headers: { ...bearer(who), 'content-range': `bytes ${first}-${last}/10` },
      });
    expect((await put(0, 3)).status).to.equal(202);
    expect(await held(bytes)).to.deep.equal([404, '4']);
    const wrong = await put(6, 9);
    expect([wrong.status, wrong.headers.get('kopr-offset')]).to.deep.equal([409, '4']);
    expect((await put(4, 9)).status).to.equal(201);
    expect(await held(bytes)).to.deep.equal([200, '10']);
  });

  it('finishes an upload of which every byte had come when the publisher died', async () => {
    const bytes = Buffer.from('0123456789');
    const blobs = join(house.tree.intake, who.task, '1', 'blobs');
    await mkdir(blobs, { recursive: true });
    await writeFile(join(blobs, `${sha256(bytes)}.part`), bytes);
    const url = `${house.url}/intake/${who.task}/1/blobs/${sha256(bytes)}`;
    const headers = { ...bearer(who), 'content-range': 'bytes 10-9/10' };
    expect((await fetch(url, { method: 'PUT', body: '', headers })).status).to.equal(201);
    expect(await held(bytes)).to.deep.equal([200, '10']);
  });

  it('refuses bytes of another digest and keeps nothing of them', async () => {
    const url = `${house.url}/intake/${who.task}/1/blobs/${'0'.repeat(64)}`;
    const answer = await fetch(url, { method: 'PUT', body: 'x', headers: bearer(who) });
    expect(answer.status).to.equal(422);
    expect(await readdir(join(house.tree.intake, who.task, '1', 'blobs'))).to.deep.equal([]);
  });

  it('refuses more bytes than the token allows, over all files together', async () => {
    const small = { ...who, bytes: 10 };
    expect((await putBlob(house, small, Buffer.alloc(8, 'a'))).status).to.equal(201);
    expect((await putBlob(house, small, Buffer.alloc(3, 'b'))).status).to.equal(413);
    expect((await putBlob(house, small, Buffer.alloc(2, 'c'))).status).to.equal(201);
  });

  it('lets nobody in without a token for this attempt and this use', async () => {
    const url = `${house.url}/intake/${who.task}/1/blobs/${sha256('x')}`;
    const put = async (headers: Record<string, string>) =>
      (await fetch(url, { method: 'PUT', body: 'x', headers })).status;
    expect(await put({})).to.equal(401);
    expect(await put({ authorization: `${bearer(who).authorization}x` })).to.equal(401);
    expect(await put(bearer({ ...who, expiry: 1 }))).to.equal(401);
    expect(await put(bearer({ ...who, use: 'manager' }))).to.equal(403);
    expect(await put(bearer({ ...who, attempt: 2 }))).to.equal(403);
    expect(await put(bearer({ ...who, task: '43-mini-1-x86_64' }))).to.equal(403);
    expect(await put(bearer({ ...who, results: '../../etc/00000042-x' }))).to.equal(403);
  });

  it('asks builders to come back while the disk is full', async () => {
    house.room = false;
    expect((await putBlob(house, who, Buffer.from('x'))).status).to.equal(507);
    house.room = true;
    expect((await putBlob(house, who, Buffer.from('x'))).status).to.equal(201);
  });

  it('keeps a manifest by the digest of its bytes, and takes no second one', async () => {
    const files = await deliveryOf(await buildRpms('hello'), 'hello');
    const digest = await deliver(house, who, files);
    const stored = await readFile(join(house.tree.intake, who.task, '1', 'manifest.json'));
    expect(sha256(stored)).to.equal(digest);
    expect((await putManifest(house, who, manifestOf(who, files))).status).to.equal(201);
    expect((await putManifest(house, who, manifestOf(who, files.slice(1)))).status).to.equal(409);
  });

  it('refuses a manifest that names what was not uploaded, or with another size', async () => {
    const files = [{ name: 'build.log', bytes: Buffer.from('log') }];
    expect((await putManifest(house, who, manifestOf(who, files))).status).to.equal(422);
    await putBlob(house, who, Buffer.from('log'));
    const lie = JSON.parse(manifestOf(who, files)) as { files: { size: number }[] };
    for (const file of lie.files) file.size = 99;
    expect((await putManifest(house, who, JSON.stringify(lie))).status).to.equal(422);
    expect((await putManifest(house, who, manifestOf({ ...who, attempt: 2 }, files))).status).to.equal(422);
    expect((await putManifest(house, who, '{"not":"one"}')).status).to.equal(422);
    expect((await putManifest(house, who, manifestOf(who, files))).status).to.equal(201);
  });

  it('refuses names that lead elsewhere and RPMs whose header names another package', async () => {
    const [rpm] = await deliveryOf(await buildRpms('hello'), 'hello');
    const bytes = rpm?.bytes ?? Buffer.alloc(0);
    await putBlob(house, who, bytes);
    const tricks = [
      '../x.rpm',
      '/etc/x.rpm',
      'a/b.rpm',
      'bash-5.0-1.x86_64.rpm',
      'hello-1.0-1.i686.rpm',
      'index.html',
      'builder-live.log',
    ];
    for (const name of tricks) {
      const answer = await putManifest(house, who, manifestOf(who, [{ name, bytes }]));
      expect(answer.status, name).to.equal(422);
      expect(((await answer.json()) as { error: string }).error, name).to.include(
        name.startsWith('bash') ? 'another package' : '',
      );
    }
  });

  it('refuses an RPM that is cut off, changed in its header, or none at all', async () => {
    const [rpm] = await deliveryOf(await buildRpms('hello'), 'hello');
    const bytes = rpm?.bytes ?? Buffer.alloc(0);
    const changed = Buffer.from(bytes);
    changed[96] = 0;
    for (const broken of [bytes.subarray(0, 300), changed, Buffer.from('#!/bin/sh\n'), Buffer.alloc(0)]) {
      await putBlob(house, who, broken);
      const answer = await putManifest(house, who, manifestOf(who, [{ name: rpm?.name ?? '', bytes: broken }]));
      expect(answer.status).to.equal(422);
    }
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { request as open } from 'node:http';
import { join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { filesIn } from '../files.js';
import { PROJECT, setStage, type Stage } from '../stage.js';
import { mayMount, tinyDisk } from '../tiny-disk.js';
import { accessOf, basicAuth, tellOfPeople } from './people.js';

const MIB = 1024 * 1024;
const sha512 = (bytes: Uint8Array) => createHash('sha512').update(bytes).digest('hex');
const ARCHIVE = Buffer.from('an archive, for all that the lookaside knows\n');
const HELLO = { owner: 'alice', dirname: 'tools', package: 'hello' };

/** A form as pyrpkg sends it; `false` leaves a field out. */
function formOf(bytes: Uint8Array, change: Record<string, string | false> = {}): FormData {
  const form = new FormData();
  const fields = { name: 'hello', sha512sum: sha512(bytes), ...change };
  for (const [name, value] of Object.entries(fields)) if (typeof value === 'string') form.append(name, value);
  if (change['filename'] === undefined) form.append('file', new Blob([new Uint8Array(bytes)]), 'hello-1.0.tar.gz');
  form.append('mtime', '1700000000');
  return form;
}

describe('the upload of archives to the lookaside', () => {
  let stage: Stage;
  let url: string;
  before(async () => {
    stage = await setStage({ KOPR_MAX_SRPM_BYTES: String(4 * MIB) });
    ({ url } = await stage.start());
    await tellOfPeople(stage);
  });
  after(() => stage[Symbol.asyncDispose]());

  const PLACE = 'alice/tools/upload.cgi';
  const post = async (body: FormData, authorization = basicAuth('alice'), place = PLACE) => {
    const headers: Record<string, string> = authorization === '' ? {} : { authorization };
    const answer = await fetch(`${url}/repo/pkgs/${place}`, { method: 'POST', body, headers });
    return [answer.status, await answer.text()] as const;
  };
  const ask = (bytes: Uint8Array, ...more: [string?, string?]) =>
    post(formOf(bytes, { filename: 'hello-1.0.tar.gz' }), ...more);
  const read = (bytes: Uint8Array, repository = 'alice/tools/hello', method = 'GET') =>
    fetch(`${url}/repo/pkgs/${repository}/hello-1.0.tar.gz/sha512/${sha512(bytes)}/hello-1.0.tar.gz`, { method });
  const uploads = (): Promise<string[]> => readdir(join(stage.dataDir, 'uploads')).catch(() => []);

  it('tells what is missing, takes it, and has it for everybody', async () => {
    expect(await ask(ARCHIVE)).to.deep.equal([200, 'Missing\n']);
    expect((await read(ARCHIVE, undefined, 'HEAD')).status).to.equal(404);
    const stored = `File hello-1.0.tar.gz size ${ARCHIVE.length} SHA512 ${sha512(ARCHIVE)} stored OK\n`;
    expect(await post(formOf(ARCHIVE))).to.deep.equal([200, stored]);
    expect(await ask(ARCHIVE)).to.deep.equal([200, 'Available\n']);
    expect((await read(ARCHIVE, undefined, 'HEAD')).status).to.equal(200);
    expect(Buffer.from(await (await read(ARCHIVE)).arrayBuffer())).to.deep.equal(ARCHIVE);
    const [status, again] = await post(formOf(ARCHIVE));
    expect([status, again.split('\n')[0]]).to.deep.equal([200, 'File hello-1.0.tar.gz already exists']);
    expect(await uploads()).to.deep.equal([]);
  });

  it('stores the same content once, whoever uploads it for what', async () => {
    await post(formOf(ARCHIVE));
    expect((await post(formOf(ARCHIVE, { name: 'other' }), basicAuth('bob')))[0]).to.equal(200);
    const { ino, nlink } = await stat(stage.means.layout.blob(sha512(ARCHIVE)));
    const other = { ...HELLO, package: 'other' };
    const reference = await stat(stage.means.layout.archive(other, 'hello-1.0.tar.gz', sha512(ARCHIVE)));
    expect([reference.ino, nlink]).to.deep.equal([ino, 3]);
  });

  it('takes the whole name of a package at the address that Fedora’s has', async () => {
    const bytes = randomBytes(100);
    const form = (name: string) => formOf(bytes, { name });
    expect((await post(form('hello'), undefined, 'upload.cgi'))[0]).to.equal(400);
    expect((await post(form('alice/tools/hello'), undefined, 'upload.cgi'))[0]).to.equal(200);
    expect((await read(bytes)).status).to.equal(200);
    expect((await post(formOf(bytes, { name: 'bob/tools/hello' })))[0], 'against its address').to.equal(400);
  });

  it('is for those who may push', async () => {
    const bytes = randomBytes(10);
    const answers = await Promise.all([
      post(formOf(bytes), ''),
      post(formOf(bytes), basicAuth('alice', 'wrong')),
      post(formOf(bytes), basicAuth('eve')),
      post(formOf(bytes), basicAuth('alice'), 'alice/nothing/upload.cgi'),
      ask(bytes, ''),
    ]);
    expect(answers.map(([status]) => status)).to.deep.equal([401, 401, 403, 404, 401]);
    expect(answers[2][1]).to.equal('eve may not push to alice/tools: only who may build there may\n');
    expect((await read(bytes)).status).to.equal(404);
  });

  const wrongs: [title: string, change: Record<string, string | false>, status: number, words: RegExp][] = [
    [
      'other bytes than announced',
      { sha512sum: 'ab'.repeat(64) },
      400,
      /^SHA512 check failed. Received [0-9a-f]{128} in/,
    ],
    ['an MD5', { sha512sum: false, md5sum: 'ab'.repeat(16) }, 406, /^files are known by SHA-512 here, not by md5sum/],
    ['no checksum', { sha512sum: false }, 400, /^Required checksum is not present/],
    ['no name', { name: false }, 400, /^Required field "name"/],
    ['a name that leads elsewhere', { name: '../../x' }, 400, /./],
  ];
  for (const [title, change, status, words] of wrongs) {
    it(`refuses ${title} in words, and keeps nothing`, async () => {
      const before = await filesIn(stage.dataDir);
      const [got, text] = await post(formOf(randomBytes(MIB), change));
      expect([got, words.test(text)], text).to.deep.equal([status, true]);
      expect(await filesIn(stage.dataDir)).to.deep.equal(before);
    });
  }

  it('refuses what is too large, announced or not, and what is no form', async () => {
    const large = randomBytes(4 * MIB + 1);
    expect(await post(formOf(large))).to.deep.equal([413, `an archive may have ${4 * MIB} bytes at most\n`]);
    const enormous = randomBytes(6 * MIB);
    expect((await post(formOf(enormous)))[0]).to.equal(413);
    expect(await uploads()).to.deep.equal([]);
    const headers = { authorization: basicAuth('alice') };
    const text = await fetch(`${url}/repo/pkgs/${PLACE}`, { method: 'POST', body: 'x', headers });
    expect(text.status).to.equal(400);
    const twice = formOf(ARCHIVE);
    twice.append('name', 'other');
    expect((await post(twice))[0]).to.equal(400);
    expect(await post(formOf(ARCHIVE, { name: 'x'.repeat(5000) }))).to.deep.equal([
      400,
      'a field is longer than 4096 bytes\n',
    ]);
  });

  /** Begins an upload and keeps the rest of it back. */
  const begin = async (bytes: Uint8Array) => {
    const form = new Response(formOf(bytes));
    const body = Buffer.from(await form.arrayBuffer());
    const client = open(`${url}/repo/pkgs/${PLACE}`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: basicAuth('alice'),
        'content-type': form.headers.get('content-type') ?? '',
        'content-length': String(body.length),
      },
    });
    client.on('error', () => undefined);
    client.write(body.subarray(0, body.length / 2));
    return client;
  };

  it('keeps nothing of an upload that breaks off', async () => {
    const bytes = randomBytes(2 * MIB);
    const client = await begin(bytes);
    await eventually(async () => (await uploads()).length === 1, { what: 'the upload has begun' });
    client.destroy();
    await eventually(async () => (await uploads()).length === 0, { what: 'nothing is left of it' });
    expect(await ask(bytes)).to.deep.equal([200, 'Missing\n']);
  });

  it('takes the same archive from many at once', async () => {
    const bytes = randomBytes(MIB);
    const names = ['hello', 'other', 'third'].flatMap((name) => [name, name, name, name]);
    const answers = await Promise.all(names.map((name) => post(formOf(bytes, { name }))));
    expect(new Set(answers.map(([status]) => status))).to.deep.equal(new Set([200]));
    expect((await stat(stage.means.layout.blob(sha512(bytes)))).nlink).to.equal(4);
    expect(await uploads()).to.deep.equal([]);
  });

  it('gives one address half of its places, and has them back when who held them leaves', async () => {
    const clients = await Promise.all(Array.from({ length: 16 }, () => begin(randomBytes(MIB))));
    try {
      await eventually(async () => (await uploads()).length === 16, { what: 'all have begun' });
      expect(await post(formOf(randomBytes(10)))).to.deep.equal([503, 'too many uploads at once; try again\n']);
    } finally {
      for (const client of clients) client.destroy();
    }
    await eventually(async () => (await uploads()).length === 0, { what: 'nothing is left of them' });
    await eventually(async () => (await post(formOf(randomBytes(10))))[0] === 200, { what: 'a place' });
  });

  it('is cleaned up after when the process died, but not while somebody may still be at it', async () => {
    const [dead, alive] = ['dead', 'alive'].map((name) => join(stage.dataDir, 'uploads', name));
    await post(formOf(randomBytes(1)));
    for (const path of [dead!, alive!]) await writeFile(path, 'half an archive');
    const longAgo = new Date(Date.now() - 3 * 3_600_000);
    await utimes(dead!, longAgo, longAgo);
    await using other = await setStage({ KOPR_DATA_DIR: stage.dataDir });
    await other.start();
    await eventually(async () => !(await uploads()).includes('dead'), { what: 'the dead one goes' });
    expect(await uploads()).to.deep.equal(['alive']);
  });

  describe('by pyrpkg', () => {
    const configuration = async (authorization?: string, place = 'alice/tools') => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answer = await fetch(`${url}/repo/pkgs/${place}/rpkg.conf`, { headers });
      return { status: answer.status, text: await answer.text() };
    };
    const placeOf = async (user: string) => {
      const { text } = await configuration(basicAuth(user));
      return /^lookaside_cgi = .*\/repo\/pkgs\/(.*)$/m.exec(text)?.[1] ?? '';
    };

    it('has a configuration for everybody, and one with a key for those who may upload', async () => {
      expect((await configuration()).text)
        .to.include('/repo/pkgs/alice/tools\n')
        .and.not.include('key=');
      expect((await configuration(undefined, 'alice/nothing')).status).to.equal(404);
      expect((await configuration(basicAuth('alice', 'wrong'))).status).to.equal(401);
      expect((await configuration(basicAuth('eve'))).status).to.equal(403);
      expect(await placeOf('bob')).to.match(/^alice\/tools\/upload\.cgi\?user=bob&key=[0-9a-f]{64}$/);
    });

    it('shows the key, which opens one project as long as its token lives', async () => {
      const place = await placeOf('bob');
      const bytes = randomBytes(10);
      expect(await ask(bytes, 'Negotiate abc', place)).to.deep.equal([200, 'Missing\n']);
      expect((await post(formOf(bytes), '', place))[0]).to.equal(200);
      for (const wrong of [place.replace('alice/tools', 'bob/own'), place.replace('bob', 'alice'), place.slice(0, -1)])
        expect((await ask(bytes, '', wrong))[0], wrong).to.equal(401);
      await stage.say('access.changed', accessOf('bob', { revision: 8, tokens: [], projects: [PROJECT.id] }));
      await eventually(async () => (await ask(bytes, '', place))[0] === 401, { what: 'the key ends with its token' });
    });
  });

  it('into a project that was deleted is refused, and leaves nothing behind', async () => {
    const gone = { id: 70, owner: 'alice', name: 'gone', dirname: 'gone' };
    await stage.say('project.changed', { project: gone, chroots: [] });
    const place = 'alice/gone/upload.cgi';
    await eventually(async () => (await ask(ARCHIVE, undefined, place))[0] === 200, { what: 'the project is known' });
    expect((await post(formOf(ARCHIVE), undefined, place))[0]).to.equal(200);
    await stage.say('project.deleted', { project: gone, dirnames: ['gone'] });
    await eventually(async () => (await post(formOf(ARCHIVE), undefined, place))[0] === 404, { what: 'its end' });
    await eventually(async () => (await read(ARCHIVE, 'alice/gone/hello')).status === 404, {
      what: 'its archives go',
      withinMs: 20_000,
    });
  });
});

describe('the upload of archives to a full disk', () => {
  it('is refused with 507, tells the house, and leaves nothing half', async function () {
    if (!mayMount) this.skip();
    await using disk = await tinyDisk(6);
    await using stage = await setStage({ KOPR_DATA_DIR: disk.dir, KOPR_MIN_FREE_BYTES: String(MIB) });
    const { url } = await stage.start();
    await tellOfPeople(stage);
    const post = async (bytes: Buffer) => {
      const headers = { authorization: basicAuth('alice') };
      const address = `${url}/repo/pkgs/alice/tools/upload.cgi`;
      const answer = await fetch(address, { method: 'POST', body: formOf(bytes), headers });
      return [answer.status, await answer.text()];
    };
    const full = [507, 'the disk of dist-git is full; try again later\n'];
    expect(await post(randomBytes(8 * MIB))).to.deep.equal(full);
    await eventually(async () => (await stage.said('service.alarmed')).length === 1, { what: 'the alarm' });
    expect(await readdir(join(disk.dir, 'uploads'))).to.deep.equal([]);
    await disk.grow(100);
    await eventually(async () => (await post(randomBytes(8 * MIB)))[0] === 200, { what: 'room again' });
  });
});

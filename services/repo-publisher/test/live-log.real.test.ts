import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { asError } from '@kopr/shared/errors';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { UNHEARD_MS } from '../src/http/live-routes.js';
import { buryBuilds } from '../src/store/projects.js';
import { bearer, openHouse, type House } from './support/house.js';
import { deliver } from './support/deliver.js';
import { followEvents } from './support/follow.js';

const who = { task: '42-mini-1-x86_64', results: 'alice/tools/mini-1-x86_64/00000042-hello' };

describe('a build’s log', () => {
  let house: House;
  let dir: string;
  beforeEach(async () => {
    house = await openHouse();
    dir = join(house.tree.results, who.results);
  });
  afterEach(() => house[Symbol.asyncDispose]());

  const put = async (offset: number, text: string, attempt = 1, bytes = 10_000) => {
    const url = `${house.url}/intake/${who.task}/${attempt}/log?offset=${offset}`;
    const answer = await fetch(url, {
      method: 'PUT',
      body: text,
      headers: bearer({ ...who, attempt, bytes, use: 'manager' }),
    });
    return [answer.status, answer.headers.get('kopr-offset')];
  };
  const seal = async (size: number, attempt = 1) => {
    const url = `${house.url}/intake/${who.task}/${attempt}/log/seal?size=${size}`;
    return (await fetch(url, { method: 'POST', headers: bearer({ ...who, attempt, use: 'manager' }) })).status;
  };
  const read = (name: string) => readFile(join(dir, name), 'utf8');
  const unzip = async (name: string) => gunzipSync(await readFile(join(dir, name))).toString('utf8');

  it('grows in its final place, and takes what it has already without changing', async () => {
    expect(await put(0, 'one\n')).to.deep.equal([204, '4']);
    expect(await put(0, 'one\n')).to.deep.equal([204, '4']);
    expect(await put(2, 'e\ntwo\n')).to.deep.equal([204, '8']);
    expect(await read('builder-live.log')).to.equal('one\ntwo\n');
  });

  it('refuses to leave a gap, and says where to go on', async () => {
    await put(0, 'one\n');
    expect(await put(9, 'late')).to.deep.equal([409, '4']);
    expect(await put(4, 'way too much', 1, 10)).to.deep.equal([413, '4']);
  });

  it('is compressed when it is whole, also when that is said twice', async () => {
    await put(0, 'one\n');
    expect(await seal(5)).to.equal(409);
    expect(await seal(4)).to.equal(204);
    expect(await seal(4)).to.equal(204);
    expect(await readdir(dir)).to.deep.equal(['builder-live.log.gz']);
    expect(await unzip('builder-live.log.gz')).to.equal('one\n');
    expect((await put(0, 'one\n'))[0]).to.equal(204);
    expect(await readdir(dir)).to.deep.equal(['builder-live.log.gz']);
  });

  it('is there, empty, for a build that never said a word', async () => {
    expect(await seal(0)).to.equal(204);
    expect(await unzip('builder-live.log.gz')).to.equal('');
  });

  it('keeps an older attempt’s log aside, where a late older attempt goes on', async () => {
    await put(0, 'first, lost');
    await put(0, 'second', 2);
    await put(11, ' and late', 1);
    expect(await read('builder-live.log')).to.equal('second');
    expect(await read('attempt-1/builder-live.log')).to.equal('first, lost and late');
    expect(await seal(6, 2)).to.equal(204);
    expect(await seal(20, 1)).to.equal(204);
    expect(await unzip('builder-live.log.gz')).to.equal('second');
    expect(await unzip('attempt-1/builder-live.log.gz')).to.equal('first, lost and late');
  });

  it('is joined by what a failed attempt has to tell, and by nothing else of it', async () => {
    const files = ['build.log', 'hello.spec', 'results.json', 'configs.tar.gz'].map((name) => ({
      name,
      bytes: Buffer.from(name),
    }));
    await deliver(house, who, files, { outcome: 'failed', reason: 'make: *** Error 2' });
    await put(0, 'x');
    await seal(1);
    expect((await readdir(dir)).sort()).to.deep.equal([
      'build.log.gz',
      'builder-live.log.gz',
      'hello.spec',
      'results.json',
    ]);
    expect(await unzip('build.log.gz')).to.equal('build.log');
  });

  it('of a deleted build is taken and forgotten', async () => {
    await house.db.transaction((tx) => buryBuilds(tx, [42]));
    expect((await put(0, 'one\n'))[0]).to.equal(204);
    expect((await put(4, 'two\n'))[0]).to.equal(204);
    expect(await seal(8)).to.equal(204);
    expect(await readdir(house.tree.results)).to.deep.equal([]);
  });

  it('is followed by several people while it grows, until it ends', async () => {
    const early = followEvents(`${house.url}/live/${who.task}`);
    await put(0, 'kop');
    const late = followEvents(`${house.url}/live/${who.task}?from=2`);
    await eventually(() => early.text() === 'kop' && late.text() === 'p', { what: 'both have read what there is' });
    await put(3, Buffer.from('ř\n').toString('utf8'));
    await eventually(() => early.text() === 'kopř\n', { what: 'the next piece is read' });
    await seal(6);
    await Promise.all([early.end, late.end]);
    expect([early.text(), late.text(), early.lastId()]).to.deep.equal(['kopř\n', 'př\n', '6']);
  });

  it('is followed after its end too, from where a browser lost the line', async () => {
    await put(0, 'one\ntwo\n');
    await seal(8);
    const again = followEvents(`${house.url}/live/${who.task}?from=0`, { 'last-event-id': '4' });
    await again.end;
    expect([again.text(), again.lastId()]).to.deep.equal(['two\n', '8']);
  });

  it('has simply ended for those who follow it after it was taken away', async () => {
    await put(0, 'one\n');
    await seal(4);
    await rm(dir, { recursive: true });
    const reader = followEvents(`${house.url}/live/${who.task}`);
    await reader.end;
    expect([await reader.opened, reader.text()]).to.deep.equal([200, '']);
  });

  it('starts again from the top for those who follow when a new attempt begins', async () => {
    const reader = followEvents(`${house.url}/live/${who.task}`);
    await put(0, 'first');
    await eventually(() => reader.text() === 'first', { what: 'the first attempt is read' });
    await put(0, 'second try', 2);
    await eventually(() => reader.offsets().at(-1) === 0 && reader.text().endsWith('second try'), {
      what: 'the second attempt is read',
    });
    reader.close();
  });

  it('lets only so many people of one address follow, and forgets those who went', async () => {
    const readers = Array.from({ length: 4 }, () => followEvents(`${house.url}/live/${who.task}`));
    await Promise.all(readers.map((reader) => reader.opened));
    expect((await fetch(`${house.url}/live/${who.task}`)).status).to.equal(429);
    for (const reader of readers) reader.close();
    await eventually(
      async () => {
        const next = followEvents(`${house.url}/live/${who.task}`);
        const status = await next.opened;
        next.close();
        return status === 200;
      },
      { what: 'somebody else may follow' },
    );
  });

  it('that never begins holds nobody for ever, and one that was begun does', async () => {
    await put(0, 'one\n');
    const unheard = followEvents(`${house.url}/live/43-mini-1-x86_64`);
    const heard = followEvents(`${house.url}/live/${who.task}`);
    expect([await unheard.opened, await heard.opened]).to.deep.equal([200, 200]);
    house.now = UNHEARD_MS;
    const cut = await unheard.end.catch((error: unknown) => asError(error).message);
    expect(cut).to.equal('the line broke before the end');
    await put(4, 'two\n');
    await eventually(() => heard.text() === 'one\ntwo\n', { what: 'the other log is still followed' });
    heard.close();
  });
});

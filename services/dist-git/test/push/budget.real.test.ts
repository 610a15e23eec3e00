import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { forgetTakings, noteTaken, take } from '../../src/store/takings.js';
import { clone, output } from '../git.js';
import { makeSrpm } from '../make-srpm.js';
import { setStage, type Stage } from '../stage.js';
import { addressOf, commitFiles, newCheckout, push } from './packager.js';
import { basicAuth, tellOfPeople } from './people.js';

const TOO_MUCH = /a project takes, and a person brings, at most 500000 bytes in a day/;

describe('what a project takes in a day', () => {
  let stage: Stage;
  let url: string;
  beforeEach(async () => {
    stage = await setStage({
      KOPR_DIST_GIT_DAY_BYTES: '500000',
      KOPR_MAX_PUSH_BYTES: '450000',
      KOPR_MAX_PUSHED_REPOSITORIES: '2',
    });
    ({ url } = await stage.start());
    await tellOfPeople(stage);
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const to = (named: string, user = 'alice') => addressOf(url, user, `alice/tools/${named}`);
  const upload = async (bytes: Buffer, user = 'alice') => {
    const form = new FormData();
    form.append('name', 'hello');
    form.append('sha512sum', createHash('sha512').update(bytes).digest('hex'));
    form.append('file', new Blob([new Uint8Array(bytes)]), 'hello-1.0.tar.gz');
    const headers = { authorization: basicAuth(user) };
    const answer = await fetch(`${url}/repo/pkgs/alice/tools/upload.cgi`, { method: 'POST', body: form, headers });
    return `${answer.status} ${await answer.text()}`;
  };
  const taken = async () => {
    const rows = await stage.db.query<{ bytes: string }[]>('SELECT bytes FROM takings ORDER BY id');
    return rows.map(({ bytes }) => Number(bytes));
  };

  it('is what pushes and uploads leave there, then both are refused in words, whoever comes', async () => {
    const dir = await newCheckout('f42', { a: randomBytes(300_000) });
    expect(await push(dir, to('hello'), 'f42')).to.include({ ok: true });
    expect(await upload(randomBytes(150_000))).to.match(/^200/);
    const [pushed, uploaded] = await taken();
    expect([pushed! >= 300_000 && pushed! < 310_000, uploaded]).to.deep.equal([true, 150_000]);
    expect(await upload(randomBytes(60_000), 'bob'))
      .to.match(/^429/)
      .and.to.match(TOO_MUCH);
    await commitFiles(dir, { b: randomBytes(60_000) });
    expect((await push(dir, to('hello'), 'f42')).said).to.match(/pack exceeds maximum allowed size/);
    expect((await taken()).slice(2), 'what was refused is not counted').to.deep.equal([0, 0]);
    expect(await upload(randomBytes(40_000))).to.match(/^200/);
    await stage.db.query('INSERT INTO takings SELECT NULL, 7, user, 100000, taken_at FROM takings LIMIT 1');
    expect((await push(dir, to('hello', 'bob'), 'f42')).said).to.match(TOO_MUCH);
    expect(await upload(randomBytes(10))).to.match(/^429/);
  });

  it('is counted for a day, and for a person over all projects', async () => {
    const wanted = { projectId: 7, user: 'alice', bytes: 80 };
    const [first, second] = await Promise.all([take(stage.db, wanted, 100), take(stage.db, wanted, 100)]);
    expect([first?.bytes, second?.bytes].sort()).to.deep.equal([20, 80]);
    expect(await take(stage.db, { ...wanted, projectId: 8 }, 100), 'the person').to.equal(undefined);
    expect(await take(stage.db, { ...wanted, user: 'bob' }, 100), 'the project').to.equal(undefined);
    expect(await take(stage.db, { projectId: 8, user: 'bob', bytes: 80 }, 100)).to.include({ bytes: 80 });
    await noteTaken(stage.db, first!, 0);
    await noteTaken(stage.db, second!, 0);
    expect(await take(stage.db, wanted, 100)).to.include({ bytes: 80 });
    await stage.db.query('UPDATE takings SET taken_at = taken_at - INTERVAL 1 DAY');
    expect(await take(stage.db, wanted, 100)).to.include({ bytes: 80 });
    await forgetTakings(stage.db);
    expect(await taken()).to.deep.equal([80]);
  });

  it('lets branches be deleted when there is nothing left of the day', async () => {
    const dir = await newCheckout('f42');
    expect(await push(dir, to('hello'), 'f42', 'f42:feature')).to.include({ ok: true });
    await stage.db.query('UPDATE takings SET bytes = 500000');
    expect(await push(dir, to('hello'), ':feature')).to.include({ ok: true });
  });

  it('is as many packages by pushes alone, and those that were built do not count', async () => {
    const dir = await newCheckout('f42');
    for (const named of ['hello', 'two']) expect(await push(dir, to(named), 'f42')).to.include({ ok: true });
    const refused = await push(dir, to('three'), 'f42');
    expect(refused.said).to.contain('a project has at most 2 packages that were only pushed');
    expect(existsSync(stage.means.layout.repository({ owner: 'alice', dirname: 'tools', package: 'three' }))).to.equal(
      false,
    );
    await commitFiles(dir, { README: 'on\n' });
    expect(await push(dir, to('two'), 'f42')).to.include({ ok: true });
    await stage.import(1, await makeSrpm());
    expect(await push(dir, to('three'), 'f42')).to.include({ ok: true });
    expect((await push(dir, to('four'), 'f42')).said).to.contain('at most 2 packages');
    expect(await output(await clone(`${url}/git/alice/tools/three`), 'git', 'rev-list', '--count', 'HEAD')).to.equal(
      '2',
    );
  });
});

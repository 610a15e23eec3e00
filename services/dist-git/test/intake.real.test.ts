import { access, mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { BodyInput } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { pruneOnce } from '../src/loops/prune-intake.js';
import { bearer, deliver, manifestOf, putBlob, putManifest, sha256 } from './builder.js';
import { makeSrpm } from './make-srpm.js';
import { PROJECT, setStage, type Stage } from './stage.js';

const PIN = { commit: 'b'.repeat(40), version: null };
const DAY_MS = 86_400_000;
const KEEPING = { unaskedMs: DAY_MS, failedMs: 7 * DAY_MS, brokenMs: 3_600_000 };

/** The order to import what a builder put. */
function importOf(build: number, manifest: string, about: Partial<BodyInput<'import.requested'>> = {}) {
  const order = { build, project: PROJECT, attempt: 1, manifest, branches: ['f42'], submitter: 'alice', pin: PIN };
  return { ...order, background: false, ...about };
}

describe('an SRPM that a builder made', () => {
  let stage: Stage;
  let url: string;
  let srpm: Buffer;
  before(async () => {
    stage = await setStage({ KOPR_MAX_SRPM_BYTES: '1000000' });
    ({ url } = await stage.start());
    srpm = await makeSrpm();
  });
  after(() => stage[Symbol.asyncDispose]());

  const intake = (build: number) => join(stage.dataDir, 'intake', String(build));
  const isThere = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );
  /** Right after the answer. */
  const goes = (build: number) =>
    eventually(async () => !(await isThere(intake(build))), { what: `the SRPM of ${build} is not kept` });

  it('is imported from the intake, with the commit and the version that it was made of', async () => {
    const manifest = await deliver(url, { task: '1' }, srpm, { pin: { commit: null, version: '2.31' } });
    await stage.say('import.requested', importOf(1, manifest));
    const answer = await stage.answer(1);
    expect(answer).to.deep.include({ package: 'hello', pin: { ...PIN, version: '2.31' }, round: 0 });
    await goes(1);
    const read = () => fetch(`${url}/import-logs/1.log`).then((log) => log.text());
    const taking = /Taking hello-1.0-1.src.rpm \(\d+ bytes\) from the source task’s attempt 1\n(.*\n)*.*Imported/;
    await eventually(async () => taking.test(await read()), { what: 'the whole log' });
  });

  it('is the one whose manifest was accepted, and no other', async () => {
    await deliver(url, { task: '2' }, srpm);
    await stage.say('import.requested', importOf(2, '0'.repeat(64)));
    expect(await stage.answer(2)).to.include({ code: 'gone', stage: 'import', retriable: false });
  });

  it('cannot be imported when it is gone, and the reason says what to do', async () => {
    await stage.say('import.requested', importOf(3, '0'.repeat(64)));
    const answer = await stage.answer(3);
    expect(answer).to.include({ code: 'gone', stage: 'import', retriable: false });
    expect(answer)
      .to.have.property('reason')
      .that.matches(/no longer at dist-git; resubmit the build$/);
  });

  it('is not imported when its build was canceled meanwhile', async () => {
    const manifest = await deliver(url, { task: '4' }, srpm);
    await stage.say('build.cancel-requested', { build: 4, projectId: PROJECT.id, reason: 'canceled' });
    await stage.say('import.requested', importOf(4, manifest));
    expect(await stage.answer(4)).to.include({ code: 'canceled' });
  });

  it('is kept when its import failed and may be asked for once more', async () => {
    const manifest = await deliver(url, { task: '5' }, srpm);
    const other = await deliver(url, { task: '6' }, Buffer.from('no rpm at all'));
    // Nobody can be told of a branch that git does not take, but a person may want to try again.
    await stage.say('import.requested', importOf(5, manifest, { branches: ['a..b'] }));
    await stage.say('import.requested', importOf(6, other));
    expect(await stage.answer(5)).to.include({ code: 'internal', retriable: true });
    expect(await stage.answer(6)).to.include({ code: 'not-an-srpm', stage: 'query', retriable: false });
    await goes(6);
    expect(await isThere(intake(5))).to.equal(true);
    await stage.say('import.requested', importOf(5, manifest, { round: 1 }));
    expect(await stage.answerIn(5, 1)).to.include({ package: 'hello' });
    await goes(5);
  });
});

describe('the intake of dist-git', () => {
  let stage: Stage;
  let url: string;
  before(async () => {
    stage = await setStage({ KOPR_MAX_SRPM_BYTES: '1000' });
    ({ url } = await stage.start());
  });
  after(() => stage[Symbol.asyncDispose]());

  it('takes files of source tasks only, each under its own token', async () => {
    const bytes = Buffer.from('x');
    const status = async (who: Parameters<typeof bearer>[0]) => (await putBlob(url, who, bytes)).status;
    expect(await status({ task: '7' })).to.equal(201);
    expect(await status({ task: '7-minidistro-13-x86_64' })).to.equal(403);
    expect(await status({ task: '7', use: 'manager' })).to.equal(403);
    expect(await status({ task: '7', expiry: 1 })).to.equal(401);
    const foreign = await fetch(`${url}/intake/8/1/blobs/${sha256('x')}`, {
      method: 'PUT',
      body: 'x',
      headers: bearer({ task: '7' }),
    });
    expect(foreign.status).to.equal(403);
  });

  it('takes no more bytes than an SRPM may have, nor than the token says', async () => {
    expect((await putBlob(url, { task: '9' }, Buffer.alloc(1001))).status).to.equal(413);
    expect((await putBlob(url, { task: '9', bytes: 10 }, Buffer.alloc(11))).status).to.equal(413);
    expect((await putBlob(url, { task: '9' }, Buffer.alloc(1000))).status).to.equal(201);
  });

  const srpm = Buffer.from('an SRPM, for all that the intake knows');
  const file = (name: string) => ({ name, size: srpm.length, sha256: sha256(srpm) });
  const lists: [title: string, change: object, status: number][] = [
    ['one SRPM', {}, 201],
    ['none, of a task that failed', { outcome: 'failed', stage: 'clone', reason: 'no', files: [] }, 201],
    ['none, of a task that succeeded', { files: [] }, 422],
    ['an SRPM, of a task that failed', { outcome: 'failed', reason: 'no' }, 422],
    ['two files', { files: [file('a.src.rpm'), file('b.src.rpm')] }, 422],
    ['a binary package', { files: [file('a.x86_64.rpm')] }, 422],
    ['a name that leads elsewhere', { files: [file('../a.src.rpm')] }, 422],
    ['a name like an option', { files: [file('-a.src.rpm')] }, 422],
    ['another size', { files: [{ ...file('a.src.rpm'), size: 1 }] }, 422],
    ['a file that was not put', { files: [{ ...file('a.src.rpm'), sha256: '0'.repeat(64) }] }, 422],
    ['another attempt', { attempt: 2 }, 422],
  ];
  for (const [index, [title, change, status]] of lists.entries()) {
    it(`${status === 201 ? 'takes' : 'refuses'} a manifest that names ${title}`, async () => {
      const who = { task: String(100 + index) };
      await putBlob(url, who, srpm);
      expect((await putManifest(url, who, manifestOf(who, srpm, change))).status).to.equal(status);
    });
  }

  it('forgets what nobody asked for in time, and keeps what somebody may still ask for', async () => {
    const old = new Date(Date.now() - 2 * DAY_MS);
    const dirs = ['200/1', '200/2', '201/1'].map((one) => join(stage.dataDir, 'intake', one));
    for (const dir of dirs) await mkdir(join(dir, 'blobs'), { recursive: true });
    for (const dir of [dirs[0] ?? '', dirs[2] ?? '']) {
      for (const one of [dir, join(dir, 'blobs')]) await utimes(one, old, old);
    }
    await pruneOnce(stage.means, KEEPING, Date.now());
    expect(await readdir(join(stage.dataDir, 'intake', '200'))).to.deep.equal(['2']);
    expect(await readdir(join(stage.dataDir, 'intake'))).to.not.include('201');
  });

  it('forgets at once what is left of an import that is over, and after some days what failed', async () => {
    const absent = (build: number) => stage.say('import.requested', importOf(build, '0'.repeat(64)));
    for (const build of [300, 301]) await absent(build);
    for (const build of [300, 301]) await stage.answer(build);
    for (const build of [300, 301]) await mkdir(join(stage.dataDir, 'intake', `${build}/1`), { recursive: true });
    await stage.db.query(
      `UPDATE imports SET result = JSON_SET(result, '$.body.retriable', JSON_EXTRACT('[true]', '$[0]')) WHERE build = 301`,
    );
    await pruneOnce(stage.means, KEEPING, Date.now());
    expect(await readdir(join(stage.dataDir, 'intake')))
      .to.include('301')
      .and.not.include('300');
    await pruneOnce(stage.means, KEEPING, Date.now() + 8 * DAY_MS);
    expect(await readdir(join(stage.dataDir, 'intake'))).to.not.include('301');
  });
});

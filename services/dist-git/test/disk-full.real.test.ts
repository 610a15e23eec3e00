import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { bearer, manifestOf, putBlob, putManifest, sha256 } from './builder.js';
import type { WrittenFile } from './cpio-writer.js';
import { filesIn } from './files.js';
import { output } from './git.js';
import { writeSrpm } from './rpm-writer.js';
import { requestOf, setStage, type Stage } from './stage.js';
import { mayMount, type TinyDisk, tinyDisk } from './tiny-disk.js';

const MIB = 1024 * 1024;
const spec: WrittenFile = { name: 'hello.spec', content: 'Name: hello\n' };

describe('dist-git on a full disk', function () {
  let disk: TinyDisk;
  let stage: Stage;
  let url: string;

  async function open(mib: number, settings: Record<string, string> = {}): Promise<void> {
    disk = await tinyDisk(mib);
    stage = await setStage({ KOPR_DATA_DIR: disk.dir, KOPR_ALLOW_PRIVATE_SOURCES: 'true', ...settings });
    ({ url } = await stage.start());
  }
  before(function () {
    if (!mayMount) this.skip();
  });
  afterEach(async () => {
    await stage[Symbol.asyncDispose]();
    await disk[Symbol.asyncDispose]();
  });

  /** Asks for the import of an SRPM whose size nobody announced: nothing tells beforehand that it will not fit. */
  async function ask(build: number, srpm: Buffer): Promise<void> {
    stage.web.has.set(`/${build}.src.rpm`, srpm);
    const link = `${stage.web.url}/${build}.src.rpm`;
    const source = { type: 'link', srpm: { url: link, size: null, sha256: null }, params: { url: link } } as const;
    await stage.say('source.requested', requestOf(build, link, srpm, { source }));
  }
  const logOf = (build: number) => readFile(stage.means.layout.log(build), 'utf8').catch(() => '');
  const waits = (build: number) =>
    eventually(async () => /the disk of dist-git(?: is|, which)/.test(await logOf(build)), {
      what: `build ${build} waits for the disk, and its log says so`,
      withinMs: 20_000,
    });
  const alarms = async () => [(await stage.said('service.alarmed')).length, (await stage.said('service.eased')).length];
  /** What lies there besides logs, and what served files and the test itself put there. */
  const leftovers = async () => {
    const files = (await filesIn(disk.dir)).map((path) => path.slice(disk.dir.length + 1));
    return files.filter((path) => /^(work|spool|trash|intake)\/|tmp|crash|\.lock|\.part/.test(path));
  };

  /** The whole course: it waits, the house is told once, nothing half stays; with room it goes on by itself. */
  async function expectToWaitAndGoOn(
    build: number,
    kept: RegExp,
    makeRoom: () => Promise<void>,
    told = 1,
  ): Promise<void> {
    await waits(build);
    await eventually(async () => (await alarms())[0] === told, { what: 'the alarm' });
    // Between two tries.
    await eventually(async () => (await leftovers()).every((path) => kept.test(path)), { what: 'nothing half stays' });
    expect(stage.heard).to.deep.equal([]);
    await makeRoom();
    expect(await stage.answer(build)).to.include({ package: 'hello' });
    await eventually(async () => (await alarms())[1] === told, { what: 'the end of the alarm', withinMs: 20_000 });
    expect(await alarms()).to.deep.equal([told, told]);
    expect(await leftovers()).to.deep.equal([]);
    const repository = stage.means.layout.repository({ owner: 'alice', dirname: 'tools', package: 'hello' });
    expect(await output(repository, 'git', 'rev-list', '--all', '--count')).to.equal('1');
    expect(await output(repository, 'git', 'fsck', '--strict')).to.equal('');
  }
  const grow = () => disk.grow(100);

  it('waits while an SRPM does not fit, and imports it when there is room', async () => {
    await open(6);
    await ask(1, writeSrpm({ files: [spec, { name: 'a.bin', content: randomBytes(8 * MIB) }] }));
    // Others find room: this is no alarm.
    await expectToWaitAndGoOn(1, /^$/, grow, 0);
  });

  it('takes no SRPM for whole of which the last bytes did not fit', async () => {
    await open(8);
    const srpm = writeSrpm({ files: [spec, { name: 'a.bin', content: randomBytes(2 * MIB) }] });
    // Its log needs a page, too: that one is missing.
    await disk.leave(srpm.length);
    await ask(1, srpm);
    await expectToWaitAndGoOn(1, /^$/, () => disk.empty(), 0);
  });

  it('waits while what an SRPM unpacks to does not fit, without an alarm: others find room', async () => {
    await open(6);
    await ask(1, writeSrpm({ files: [spec, { name: 'zeros.bin', content: Buffer.alloc(20 * MIB) }] }));
    // The SRPM itself is whole, and need not be downloaded again; nothing of it was unpacked.
    const other = writeSrpm({ files: [{ ...spec, content: 'Name: hello\nVersion: 2\n' }] });
    await waits(1);
    await ask(2, other);
    expect(await stage.answer(2)).to.include({ package: 'hello' });
    await disk.grow(100);
    expect(await stage.answer(1)).to.include({ package: 'hello' });
    expect(await alarms()).to.deep.equal([0, 0]);
    expect(stage.web.asked).to.have.length(2);
  });

  it('waits while git has no room for the text, and leaves none of its temporary packs', async () => {
    await open(6);
    const text = randomBytes((3 * MIB * 3) / 4).toString('base64');
    await ask(1, writeSrpm({ files: [spec, { name: 'long.patch', content: text }] }));
    await expectToWaitAndGoOn(1, /^spool\/1\.src\.rpm$/, grow);
  });

  it('tells of it once, however many imports and replicas wait', async () => {
    await open(6, { KOPR_MIN_FREE_BYTES: String(8 * MIB) });
    await stage.start();
    const srpm = writeSrpm({ files: [spec] });
    await ask(1, srpm);
    await ask(2, srpm);
    await Promise.all([waits(1), waits(2)]);
    const [alarmed] = await stage.said('service.alarmed');
    expect(alarmed).to.deep.include({ service: 'dist-git', alarm: 'disk-full' });
    expect(alarmed?.text).to.match(/^the disk of dist-git is full \(\d+ MiB free\): imports and uploads of SRPMs wait/);
    await disk.grow(100);
    for (const build of [1, 2]) expect(await stage.answer(build)).to.include({ package: 'hello' });
    await eventually(async () => (await alarms())[1] === 1, { what: 'the end of the alarm', withinMs: 20_000 });
    expect(await alarms()).to.deep.equal([1, 1]);
  });

  it('sends builders away while their SRPM does not fit, keeps no part of it, and takes it when there is room', async () => {
    await open(6, { KOPR_MIN_FREE_BYTES: String(MIB) });
    const srpm = writeSrpm({ files: [spec, { name: 'a.bin', content: randomBytes(8 * MIB) }] });
    // Not a byte to spare: what did not fit must not be counted.
    const who = { task: '1', bytes: srpm.length };
    expect((await putBlob(url, who, srpm)).status).to.equal(507);
    await eventually(async () => (await alarms())[0] === 1, { what: 'the alarm' });
    // From now on it is refused before a byte is taken.
    expect((await putBlob(url, who, srpm)).status).to.equal(507);
    await disk.grow(100);
    await eventually(async () => (await alarms())[1] === 1, { what: 'the end of the alarm', withinMs: 20_000 });
    // A part that nobody can make whole keeps others out: it is gone.
    const head = await fetch(`${url}/intake/1/1/blobs/${sha256(srpm)}`, { method: 'HEAD', headers: bearer(who) });
    expect(head.headers.get('kopr-offset')).to.equal('0');
    expect((await putBlob(url, who, srpm)).status).to.equal(201);
    expect((await putManifest(url, who, manifestOf(who, srpm))).status).to.equal(201);
    expect(await readFile(join(disk.dir, 'intake/1/1/blobs', sha256(srpm)))).to.deep.equal(srpm);
    expect(await alarms()).to.deep.equal([1, 1]);
  });
});

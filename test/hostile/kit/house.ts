/** dist-git with real servers, its eyes open: after each import everything is looked at. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Body } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { setStage, type Stage } from '../../../services/dist-git/test/stage.js';
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { type LaidBait, layBait } from './bait.js';
import type { Item, PlainEnd } from './item.js';

const run = promisify(execFile);

/** Bounds that a corpus can reach within seconds. */
const LIMITS = {
  KOPR_MAX_SRPM_BYTES: String(64 * 1024 * 1024),
  KOPR_MAX_UNPACKED_BYTES: String(20 * 1024 * 1024),
  KOPR_MAX_SRPM_FILES: '1000',
};
/** All that a data directory holds at its top. */
const ROOMS = ['blobs', 'git', 'import-logs', 'lookaside', 'spool', 'trash', 'work'];
/** All that a bare repository of ours holds: no hooks. */
const REPOSITORY = ['HEAD', 'config', 'info', 'objects', 'packed-refs', 'refs'];
const CONFIG = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n';
/** Programs of imports. */
const PROGRAMS = /^(git|xz|zstd|bzip2|rpm|sh|bash|touch)/;

/** Takes items. */
export interface House extends AsyncDisposable {
  /** Imports the item and holds its end; whatever it left behind fails. */
  take(item: Item): Promise<void>;
  /** Nothing of all that has changed what a good package gets. */
  holdGood(): Promise<void>;
}

/** Starts it. */
export async function openHouse(): Promise<House> {
  const stage = await setStage(LIMITS);
  await stage.start();
  const bait = await layBait(stage.dataDir, stage.web.url);
  let build = 0;
  return {
    take: async (item) => {
      const answer = await stage.import(++build, await item.make(bait));
      await holdEnd(stage, answer, item.ends);
      await holdClean(stage, bait);
    },
    holdGood: async () => {
      const answer = await stage.import(++build, writeSrpm());
      await holdEnd(stage, answer, { holds: { 'hello.spec': 'Name: hello\n' } });
      await holdClean(stage, bait);
    },
    [Symbol.asyncDispose]: async () => {
      await bait[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
    },
  };
}

type Answer = Awaited<ReturnType<Stage['import']>>;

async function holdEnd(stage: Stage, answer: Answer, ends: Item['ends']): Promise<void> {
  if ('reason' in answer) {
    if ('holds' in ends) throw new Error(`refused: ${answer.code}: ${answer.reason}`);
    expect(`${answer.code}: ${answer.reason}`).to.match(ends.refused);
    // It goes into pages, mails and terminals.
    expect(answer.reason).to.match(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,2000}$/u);
    return;
  }
  if ('refused' in ends) throw new Error(`imported, but ${String(ends.refused)} was expected`);
  await holdPlain(join(stage.dataDir, 'git', `${answer.repository}.git`), answer, ends);
}

/** The commit holds plain files of these contents, and the message that tells of it nothing but plain words. */
async function holdPlain(
  repository: string,
  imported: Body<'source.imported'>,
  { holds, arches }: PlainEnd,
): Promise<void> {
  const { commits, package: name, version, release, limits } = imported;
  expect([name, version, release].join(' ')).to.match(/^[\w.+~^ -]+$/);
  for (const word of Object.values(limits).flatMap(({ exclusive, exclude, build }) => [
    ...exclusive,
    ...exclude,
    ...build,
  ])) {
    expect(word).to.match(/^\w+$/);
  }
  if (arches) expect(limits).to.deep.equal({ '*': arches });
  const commit = Object.values(commits)[0] ?? '';
  const git = (...args: string[]) =>
    run('git', ['--git-dir', repository, ...args], { encoding: 'buffer', maxBuffer: 1 << 26 }).then(
      ({ stdout }) => stdout,
    );
  const tree = (await git('ls-tree', '-z', commit)).toString().split('\0').slice(0, -1);
  const blobs = new Map(
    tree.map((entry) => {
      const [, blob = 'none', name = ''] = /^100(?:644|755) blob ([0-9a-f]{40})\t([^/]+)$/.exec(entry) ?? [];
      expect(blob, entry).to.not.equal('none');
      return [name, blob];
    }),
  );
  for (const [file, content] of Object.entries(holds)) {
    const found = await git('cat-file', 'blob', blobs.get(file) ?? `nothing called ${file}`);
    expect(found.equals(Buffer.from(content)), file).to.equal(true);
  }
}

async function holdClean({ dataDir, web }: Stage, bait: LaidBait): Promise<void> {
  for (const room of ['work', 'spool']) {
    await eventually(async () => (await readdir(join(dataDir, room))).length === 0, { what: `an empty ${room}` });
  }
  await eventually(async () => (await childrenOf(process.pid)).every((name) => !PROGRAMS.test(name)), {
    what: 'the end of all programs of the import',
  });
  expect(await readdir(dataDir)).to.satisfy((rooms: string[]) => rooms.every((room) => ROOMS.includes(room)));
  expect(await bait.marks()).to.deep.equal([]);
  expect(web.asked.filter((path) => path.includes(bait.token))).to.deep.equal([]);
  await holdRepositories(join(dataDir, 'git'));
}

async function holdRepositories(git: string): Promise<void> {
  const paths = await readdir(git, { recursive: true }).catch(() => []);
  for (const path of paths.filter((one) => one.endsWith('.git'))) {
    for (const name of await readdir(join(git, path))) expect(REPOSITORY).to.include(name);
    expect(await readFile(join(git, path, 'config'), 'utf8')).to.equal(CONFIG);
    const info = await readdir(join(git, path, 'info'));
    expect(info.filter((name) => name !== 'refs')).to.deep.equal([]);
  }
}

/** Names of the programs that a process has started and that still run. */
async function childrenOf(pid: number): Promise<string[]> {
  const pids = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const names = pids.split(' ').filter((child) => child !== '');
  return Promise.all(names.map((child) => readFile(`/proc/${child}/comm`, 'utf8').catch(() => '')));
}

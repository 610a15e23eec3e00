/** Little packs that unpack to much: what git's processes take of the memory, and how it ends when they would take more. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '@kopr/shared/config';
import { type Log, silentLog } from '@kopr/shared/log';
import { expect } from 'chai';
import { SETTINGS } from '../../src/config.js';
import { createApp } from '../../src/http/app.js';
import { webOf } from '../../src/parts.js';
import { clone, output } from '../git.js';
import { setStage, type Stage } from '../stage.js';
import { addressOf, commitFiles, newCheckout, push } from './packager.js';
import { tellOfPeople } from './people.js';

const NAME = { owner: 'alice', dirname: 'tools', package: 'hello' };
const MIB = 1024 * 1024;
const COMMIT = 'author A <a@example.org> 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000\n\n';

describe('git that strangers drive', function () {
  // What is unpacked is hundreds of megabytes.
  this.timeout(240_000);
  let stage: Stage;
  let server: Server;
  let url: string;
  let repository: string;
  let warned: object[];
  beforeEach(async () => {
    stage = await setStage();
    await stage.start();
    await tellOfPeople(stage);
    repository = stage.means.layout.repository(NAME);
    warned = [];
    const note = (_words: string, about: object = {}) => void warned.push(about);
    const log: Log = { ...silentLog(), warn: note, info: note };
    server = createServer(createApp(webOf(readConfig(SETTINGS, stage.env), { ...stage.means, log }))).listen(0);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.close();
    await stage[Symbol.asyncDispose]();
  });

  /** A commit with a message of `bytes`, of which hardly anything is left in a pack. */
  const commitOf = async (dir: string, bytes: number, of = 'HEAD'): Promise<string> => {
    const tree = await output(dir, 'git', 'rev-parse', `${of}^{tree}`);
    const made = `(printf 'tree %s\\n%s' "$0" "$1"; yes 'one line of many' | head -c ${bytes})`;
    return output(dir, 'sh', '-c', `${made} | git hash-object -t commit -w --stdin`, tree, COMMIT);
  };

  it('holds no large file whole, and clones and archives it all the same', async () => {
    const dir = await newCheckout('f42');
    await output(dir, 'git', 'config', 'core.bigFileThreshold', '1m');
    const peak = watchPeak(stage.dataDir);
    for (const name of ['a', 'b', 'c']) {
      const zeros = Buffer.alloc(64 * MIB);
      zeros.write(name);
      await commitFiles(dir, { [name]: zeros });
      expect(await push(dir, addressOf(url, 'alice'), 'f42')).to.include({ ok: true });
    }
    const fresh = await clone(`${url}/git/alice/tools/hello`);
    const commit = await output(fresh, 'git', 'rev-parse', 'HEAD');
    await tarOf(commit, await digestsOf(dir));
    expect(await peak.stop()).to.be.within(1, 80 * MIB);
    expect(await digestsOf(fresh)).to.deep.equal(await digestsOf(dir));
  });

  const tarOf = async (commit: string, digests: readonly string[]): Promise<void> => {
    const tar = await fetch(`${url}/archive/alice/tools/hello/${commit}.tar`);
    const into = await newCheckout('tar');
    await writeFile(join(into, 'it.tar'), tar.body!);
    await output(into, 'tar', 'xf', 'it.tar');
    expect(await digestsOf(into)).to.deep.equal(digests);
  };

  it('refuses an object in words that would take more than its bound', async () => {
    const dir = await newCheckout('f42');
    const refused = await push(dir, addressOf(url, 'alice'), `${await commitOf(dir, 520 * MIB)}:refs/heads/f42`);
    expect(refused).to.include({ ok: false });
    expect(refused.said).to.match(/Out of memory/);
    expect(await stage.said('git.pushed')).to.deep.equal([]);
  });

  it('takes, clones and archives what needs much less than its bound', async () => {
    const dir = await newCheckout('f42');
    const commit = await commitOf(dir, 100 * MIB);
    expect(await push(dir, addressOf(url, 'alice'), `${commit}:refs/heads/f42`)).to.include({ ok: true });
    expect(await output(await clone(`${url}/git/alice/tools/hello`), 'git', 'rev-parse', 'HEAD')).to.equal(commit);
    expect((await fetch(`${url}/archive/alice/tools/hello/${commit}.tar`)).status).to.equal(200);
  });

  it('ends a clone and an archive with an error that is seen and logged, should such an object be there', async () => {
    const dir = await newCheckout('f42');
    expect(await push(dir, addressOf(url, 'alice'), 'f42')).to.include({ ok: true });
    const commit = await commitOf(repository, 520 * MIB, 'f42');
    await output(repository, 'git', 'update-ref', 'refs/heads/f42', commit);
    warned.length = 0;
    const cloned = clone(`${url}/git/alice/tools/hello`).catch(String);
    expect(await cloned).to.match(
      /fatal: remote error: git could not read this repository; it may hold something too large/,
    );
    const archive = await fetch(`${url}/archive/alice/tools/hello/${commit}.tar`);
    expect([archive.status, await archive.text()]).to.deep.equal([500, 'git could not pack this commit\n']);
    expect(JSON.stringify(warned[0])).to.match(/Out of memory/);
    expect(JSON.stringify(warned[1])).to.match(/Out of memory/);
  });
});

/** Of the large files. */
function digestsOf(dir: string): Promise<string[]> {
  return Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      const hash = createHash('sha256');
      for await (const piece of createReadStream(join(dir, name)) as AsyncIterable<Buffer>) hash.update(piece);
      return hash.digest('hex');
    }),
  );
}

/** The most memory that any git process had which serves repositories below `dataDir`; clients are not counted. */
function watchPeak(dataDir: string): { stop(): Promise<number> } {
  const watch = { peak: 0, isOver: false };
  const watching = (async () => {
    while (!watch.isOver) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
        if (!(await wordsOf(pid)).includes(dataDir)) continue;
        const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
        watch.peak = Math.max(watch.peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
      }
      await wait(5);
    }
  })();
  return {
    stop: async () => {
      watch.isOver = true;
      await watching;
      return watch.peak;
    },
  };
}

/** Its command, directory and environment, if git serves; nothing of this process. */
async function wordsOf(pid: string): Promise<string> {
  const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  if (!environ.includes('HOME=/nonexistent')) return '';
  const command = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
  return [environ, command, await readlink(`/proc/${pid}/cwd`).catch(() => '')].join('\0');
}

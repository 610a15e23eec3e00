import { mkdtemp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sizeOf } from '@kopr/shared/files';
import { expect } from 'chai';
import { filesOf } from '../src/domain/repomd.js';
import { makeMetadata } from '../src/repo/metadata.js';
import { switchMetadata } from '../src/repo/switch.js';
import { copyWhole } from '../src/tree/place-file.js';
import { buildRpms } from './support/rpms.js';

describe('the switch of metadata', () => {
  let dir: string;
  let repository: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kopr-switch-'));
    repository = join(dir, 'repository');
    await mkdir(repository);
  });
  afterEach(() => rm(dir, { recursive: true }));

  const stillOurs = () => Promise.resolve();
  const publish = async (packages: string[], revision: number, graceMs: number) => {
    const staging = join(dir, `staging-${revision}`);
    const wish = { dir: repository, target: repository, packages, comps: null, replaced: false, fromScratch: false };
    await makeMetadata(wish, staging);
    await switchMetadata(staging, repository, { revision, graceMs, stillOurs });
  };

  it('shows every reader a whole repository, through fifty switches', async () => {
    const rpms = await buildRpms('hello');
    for (const { path, name } of rpms) await copyWhole(path, join(repository, name));
    const names = rpms.map(({ name }) => name);
    await publish([], 0, 60_000);
    const writer = { done: false };
    let reads = 0;
    const seen = new Set<string>();
    const reader = (async () => {
      for (; !writer.done; reads++) {
        const repomd = await readFile(join(repository, 'repodata', 'repomd.xml'), 'utf8');
        // A slow client: it asks for the files only after others had their turn.
        await nextTurn();
        const files = filesOf(repomd);
        for (const file of files) {
          const size = await sizeOf(join(repository, 'repodata', file));
          if (size === undefined) throw new Error(`${file} is gone while a client reads`);
          if (!repomd.includes(`<size>${size}</size>`)) throw new Error(`${file} is not whole`);
        }
        seen.add(files.join());
      }
    })();
    for (let revision = 1; revision <= 50; revision++)
      await publish(names.slice(0, revision % (names.length + 1)), revision, 60_000);
    writer.done = true;
    await reader;
    expect(reads).to.be.greaterThan(50);
    expect(seen.size).to.be.greaterThan(2);
  });

  it('does not let metadata that nobody can still be reading pile up', async () => {
    for (let revision = 1; revision <= 5; revision++) await publish([], revision, 0);
    const revisions = (await readdir(repository)).filter((name) => name.startsWith('.repodata-'));
    expect(revisions.length).to.be.at.most(2);
  });

  it('is not made when the lane was lost meanwhile', async () => {
    await publish([], 1, 0);
    const before = await readFile(join(repository, 'repodata', 'repomd.xml'), 'utf8');
    const staging = join(dir, 'late');
    await makeMetadata(
      { dir: repository, target: repository, packages: [], comps: null, replaced: false, fromScratch: true },
      staging,
    );
    const lost = switchMetadata(staging, repository, {
      revision: 2,
      graceMs: 0,
      stillOurs: () => Promise.reject(new Error('lost')),
    });
    expect(await lost.catch((error: unknown) => String(error))).to.equal('Error: lost');
    expect(await readFile(join(repository, 'repodata', 'repomd.xml'), 'utf8')).to.equal(before);
  });
});

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { commitTree } from '../src/git/commit-tree.js';
import { copyRepository, headsOf } from '../src/git/copy-repository.js';
import { fastImport } from '../src/git/fast-import.js';
import { makeReady, noteUnpruned, unprunedSince } from '../src/git/make-ready.js';
import { keepObject } from '../src/git/refs.js';
import { ensureRepository, readHeads } from '../src/git/repository.js';
import { output } from './git.js';
import { scratchDir } from './scratch.js';

const AT = new Date('2026-01-01T12:00:00Z');
const info = (message: string) => ({ message, author: { name: 'A', email: 'a@example.org' }, at: AT });
const text = (name: string, content: string) => {
  const bytes = Buffer.from(content);
  return { name, executable: false, size: bytes.length, content: bytes };
};

/** A commit of loose objects, beside what imports make. */
const commitOn = (parent = '') => ['commit-tree', '-m', 'loose', '-p', parent, `${parent}^{tree}`];

describe('a bare repository', () => {
  let repository: string;
  const copied = async (heads: ReadonlyMap<string, string>, into: string) => {
    await copyRepository(repository, heads, into);
    return into;
  };
  beforeEach(async () => {
    const dir = await scratchDir();
    repository = join(dir, 'hello.git');
    await mkdir(join(dir, 'work'));
    await ensureRepository(repository, 'main', join(dir, 'work'));
    await ensureRepository(repository, 'other', join(dir, 'work'));
  });

  it('is made once, as git makes one', async () => {
    expect(await output(repository, 'git', 'symbolic-ref', 'HEAD')).to.equal('refs/heads/main');
    expect(await output(repository, 'git', 'fsck', '--strict')).to.equal('');
  });

  it('becomes one pack when imports have made many, and goes on after that', async () => {
    const commit = (version: number) =>
      commitTree(repository, ['main'], [text('a', `${version}`)], info(`version ${version}`));
    const packs = async () =>
      (await readdir(join(repository, 'objects/pack'))).filter((file) => file.endsWith('.pack')).length;
    for (let version = 1; version <= 49; version++) await commit(version);
    await makeReady(repository);
    expect(await packs()).to.equal(49);
    await commit(50);
    await makeReady(repository);
    expect(await packs()).to.equal(1);
    const { main } = await commit(51);
    expect(await commit(51)).to.deep.equal({ main });
    expect(await output(repository, 'git', 'rev-list', '--count', 'main')).to.equal('51');
  });

  it('is made ready for an import without what dead processes left in it', async () => {
    const { main } = await commitTree(repository, ['main'], [text('a', '1')], info('one'));
    const whole = await readdir(repository, { recursive: true });
    const left = [
      'objects/pack/tmp_pack_x',
      'objects/pack/.tmp-7-pack-x.pack',
      'objects/pack/pack-x.keep',
      'refs/heads/main.lock',
      'packed-refs.lock',
      'fast_import_crash_7',
    ];
    for (const file of left) await writeFile(join(repository, file), '');
    await makeReady(repository);
    expect((await readdir(repository, { recursive: true })).sort()).to.deep.equal(whole.sort());
    expect(await commitTree(repository, ['main'], [text('a', '1')], info('one'))).to.deep.equal({ main });
  });

  it('is copied whole while it is repacked, with packs and loose objects', async () => {
    const copies: string[] = [];
    for (let version = 1; version <= 12; version++) {
      const { main } = await commitTree(repository, ['main'], [text('a', `${version}`)], info(`version ${version}`));
      const loose = await output(
        repository,
        'git',
        '-c',
        'user.name=A',
        '-c',
        'user.email=a@example.org',
        ...commitOn(main),
      );
      await output(repository, 'git', 'update-ref', 'refs/heads/loose', loose);
      const heads = await headsOf(repository);
      const [copy] = await Promise.all([
        copied(heads, `${repository}.${version}`),
        version % 3 === 0 ? output(repository, 'git', 'gc', '-q', '--prune=now') : undefined,
      ]);
      copies.push(copy);
    }
    for (const copy of copies) expect(await output(copy, 'git', 'fsck', '--strict', '--no-dangling')).to.equal('');
    expect(await headsOf(copies.at(-1) ?? '')).to.deep.equal(await headsOf(repository));
  });

  it('shows every branch at every moment, also while refs are being packed', async () => {
    const { main } = await commitTree(repository, ['main'], [text('a', '1')], info('first'));
    for (let round = 1; round <= 20; round++) {
      await output(repository, 'git', 'update-ref', '--no-deref', `refs/heads/b${round}`, main ?? '');
      const branches = Array.from({ length: round }, (_, at) => `b${at + 1}`);
      const packed = output(repository, 'git', 'pack-refs', '--all');
      for (let look = 1; look <= 20; look++) expect((await readHeads(repository, branches)).size).to.equal(round);
      await packed;
    }
  });

  it('is copied with its tags and with what is kept for builds', async () => {
    const { main } = await commitTree(repository, ['main'], [text('a', '1')], info('first'));
    await keepObject(repository, main ?? '', AT);
    await output(repository, 'git', 'tag', 'v1', 'main');
    const copy = await copied(await headsOf(repository), `${repository}.copy`);
    expect(await output(copy, 'git', 'for-each-ref', '--format=%(refname)')).to.equal(
      `refs/heads/main\nrefs/kopr/kept/2026-01-01/${main}\nrefs/tags/v1`,
    );
  });

  it('is copied with the word that it is still to be rid of something', async () => {
    const heads = await headsOf(repository);
    expect(await unprunedSince(await copied(heads, `${repository}.1`))).to.equal(undefined);
    await noteUnpruned(repository);
    expect(await unprunedSince(await copied(heads, `${repository}.2`))).to.be.above(0);
  });

  it('does not lose a commit to a writer that started before it', async () => {
    await commitTree(repository, ['main'], [text('a', '1')], info('first'));
    const late = fastImport(repository);
    await late.ask(`ls ${(await readHeads(repository, ['main'])).get('main') ?? ''} ""`);
    const { main } = await commitTree(repository, ['main'], [text('a', '2')], info('second'));
    await late.write('commit refs/heads/main\ncommitter A <a@example.org> 1 +0000\ndata 0\n\ndeleteall\n\n');
    const end = await late.finish().catch(String);
    expect(end).to.match(/git fast-import ended with 1/);
    expect((await readHeads(repository, ['main'])).get('main')).to.equal(main);
  });
});

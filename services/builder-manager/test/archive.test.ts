/** What comes of a commit's tar: every plain file under its name, or a reason. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import tar from 'tar-stream';
import { unpack } from '../builder/net/archive.js';

type Entry = string | (Pick<tar.Header, 'name'> & Partial<tar.Header>);

describe('the tar of a commit', () => {
  let dir: string;
  let said: string[];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kopr-unpack-'));
    said = [];
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const unpacked = (...entries: Entry[]): Promise<string[]> => unpack(tarOf(entries), dir, (text) => said.push(text));
  const reasonOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) => String(error),
    );

  it('gives every file that an import takes, whatever it is called', async () => {
    const names = [
      '.hello.conf',
      '[a].patch',
      'fix for gcc.patch',
      'lang-ä.txt',
      'a:b.conf',
      "it's",
      'x(1)',
      'c#',
      '$1.sh',
    ];
    expect(await unpacked(...names)).to.deep.equal(names);
    expect(readdirSync(dir).sort()).to.deep.equal([...names].sort());
    expect(readFileSync(join(dir, '$1.sh'), 'utf8')).to.equal('$1.sh');
  });

  it('is refused with the name and the reason when one cannot be brought', async () => {
    expect(await reasonOf(unpacked('hello.spec', 'a\nb.patch'))).to.include(
      'the source has a file "a\\nb.patch": its name holds control characters',
    );
    expect(await reasonOf(unpacked('..'))).to.include('its name is made of dots only');
    expect(await reasonOf(unpacked('a\\b'))).to.include('its name holds a slash');
  });

  it('gives no folders and links, and says so', async () => {
    const names = await unpacked(
      { name: 'tests/', type: 'directory' },
      'tests/hello.sh',
      { name: 'passwd', type: 'symlink', linkname: '/etc/passwd' },
      '.gitignore',
      'hello.spec',
    );
    expect(names).to.deep.equal(['.gitignore', 'hello.spec']);
    expect(readdirSync(dir).sort()).to.deep.equal(['.gitignore', 'hello.spec']);
    expect(said.map((line) => line.split(' ')[0])).to.deep.equal(['tests/', 'passwd']);
  });
});

function tarOf(entries: readonly Entry[]): Readable {
  const pack = tar.pack();
  for (const entry of entries) {
    if (typeof entry === 'string') pack.entry({ name: entry }, entry);
    else pack.entry(entry);
  }
  pack.finalize();
  return Readable.from(pack);
}

import { expect } from 'chai';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { byteSource } from '../src/rpm/byte-source.js';
import { readCpio } from '../src/rpm/cpio.js';
import { refusalOf } from './refusals.js';
import { writeCpio, type WrittenFile } from './cpio-writer.js';

const LIMITS = { maxFiles: 3, maxBytes: 1000 };

/** What the archive holds, read from chunks of a size. */
async function read(archive: Uint8Array, chunkBytes = 7): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  function* chunks(): Generator<Buffer> {
    for (let at = 0; at < archive.length; at += chunkBytes) yield Buffer.from(archive.subarray(at, at + chunkBytes));
  }
  await readCpio(byteSource(Readable.from(chunks())), LIMITS, async ({ name, executable }, content) => {
    const parts: Buffer[] = [];
    for await (const part of content) parts.push(part);
    found[executable ? `${name}*` : name] = Buffer.concat(parts).toString();
  });
  return found;
}
const reading = (...files: WrittenFile[]) => refusalOf(() => read(writeCpio(files)));

describe('the payload of an SRPM', () => {
  const two: WrittenFile[] = [
    { name: 'hello.spec', content: 'Name: hello' },
    { name: 'run.sh', content: '#!/bin/sh\n', mode: 0o100755 },
  ];

  it('is read file by file, however its bytes are cut', async () => {
    for (const chunkBytes of [1, 3, 110, 4096]) {
      expect(await read(writeCpio(two), chunkBytes)).to.deep.equal({
        'hello.spec': 'Name: hello',
        'run.sh*': '#!/bin/sh\n',
      });
    }
  });

  for (const name of [
    '../x',
    '/etc/passwd',
    'a/b',
    '..',
    '.',
    '',
    '-rf',
    'a\nb',
    'a\u202eb',
    '.gitattributes',
    '.GIT',
    'sources',
    'x'.repeat(256),
  ]) {
    it(`refuses a file called ${JSON.stringify(name.slice(0, 20))}`, async () => {
      expect(await reading({ name, content: 'x' })).to.match(/^unsafe-name: the file name/);
    });
  }

  it('refuses a name that is not UTF-8', async () => {
    const archive = writeCpio([{ name: 'abc', content: '' }]);
    archive[111] = 0xff;
    expect(await refusalOf(() => read(archive))).to.match(/^unsafe-name/);
  });

  it('refuses everything but plain files with one name', async () => {
    expect(await reading({ name: 'a', content: '/etc/passwd', mode: 0o120777 })).to.match(/symbolic link/);
    expect(await reading({ name: 'a', content: '', mode: 0o020666 })).to.match(/device/);
    expect(await reading({ name: 'a', content: '', mode: 0o040755 })).to.match(/directory/);
    expect(await reading({ name: 'a', content: '', links: 2 })).to.match(/hard link/);
    expect(await reading({ name: 'a', content: '1' }, { name: 'a', content: '2' })).to.match(/comes twice/);
  });

  it('refuses more files and more bytes than allowed', async () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => ({ name, content: '' }));
    expect(await reading(...files)).to.match(/^too-large: .*3 files/);
    expect(await reading({ name: 'a', content: 'x'.repeat(1001) })).to.match(/^too-large: .*1000 bytes/);
  });

  it('notices at every byte that it was cut short', async () => {
    const archive = writeCpio(two);
    // The last three bytes are padding that nobody needs.
    for (let length = 0; length < archive.length - 4; length++) {
      expect(await refusalOf(() => read(archive.subarray(0, length), 4096)), String(length)).to.match(/^not-an-srpm/);
    }
  });

  it('refuses large files, old formats, and what follows the end', async () => {
    expect(await refusalOf(() => read(Buffer.from(`07070X${'0'.repeat(104)}`)))).to.match(/^too-large/);
    expect(await refusalOf(() => read(Buffer.from(`070707${'0'.repeat(104)}`)))).to.match(/^not-an-srpm/);
    expect(await refusalOf(() => read(Buffer.concat([writeCpio(two), Buffer.alloc(100_000)]), 4096))).to.match(
      /follows/,
    );
  });

  it('never does anything with damaged bytes but refuse them, and always ends', async () => {
    const archive = writeCpio(two);
    const damage = fc.record({ at: fc.nat(archive.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 5 }), async (damages) => {
        const bytes = Buffer.from(archive);
        for (const { at, value } of damages) bytes[at] = value;
        await refusalOf(() => read(bytes, 64));
      }),
      { numRuns: 500 },
    );
  });
});

/** Small files that want to become large. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { createGzip, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { writeCpio, writeEntry } from '../../../services/dist-git/test/cpio-writer.js';
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import { type Item, plain, refused, SPEC } from '../kit/item.js';

/** Three times what may be unpacked. */
const BOMB_BYTES = 64 * 1024 * 1024;
const CHUNK = Buffer.alloc(1024 * 1024);
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  xz: ['xz', '-0', '-c'],
  lzma: ['xz', '-0', '-c', '--format=lzma'],
  zstd: ['zstd', '-1', '-c', '-q'],
  bzip2: ['bzip2', '-1', '-c'],
};

type Compress = (content: Readable) => Promise<Buffer>;

/** By the names that rpm gives them. */
const COMPRESSORS: readonly (readonly [string, Compress])[] = [
  ['gzip', (content) => buffer(content.pipe(createGzip({ level: 1 })))],
  ...Object.entries(PROGRAMS).map(([name, [command = '', ...args]]): [string, Compress] => [
    name,
    (content) => {
      const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
      content.pipe(child.stdin);
      return buffer(child.stdout);
    },
  ]),
];

/** These bytes and then zeros. */
function* zeros(...first: Buffer[]): Generator<Buffer> {
  yield* first;
  for (let bytes = 0; bytes < BOMB_BYTES; bytes += CHUNK.length) yield CHUNK;
}

/** The head of an entry of zeros. */
const bombHead = writeEntry({ name: 'zeros.txt', content: '', fields: { filesize: BOMB_BYTES } });
const digest = createHash('sha256').update('').digest('hex');

/** A package whose header says this of `zeros.txt`, with a compressed payload. */
function bomb(compressor: string, payload: Buffer, announced: number): Buffer {
  return writeSrpm({
    files: [SPEC, { name: 'zeros.txt', content: '' }],
    tags: [
      [TAG.fileSizes, [SPEC.content.length, announced]],
      [TAG.fileDigests, ['', digest]],
      [TAG.payloadCompressor, compressor],
    ],
    payload,
  });
}

const BY_COMPRESSOR: readonly Item[] = COMPRESSORS.flatMap(([name, compress]) => {
  const payload = (...first: Buffer[]) => compress(Readable.from(zeros(...first)));
  return [
    refused(
      `64 MiB of zeros by ${name}, announced as none`,
      async () => bomb(name, await payload(writeEntry(SPEC), bombHead), 0),
      /^(not-an-srpm: .*not what the header|too-large: .*more than 20971520 bytes)/,
    ),
    refused(
      `64 MiB of zeros by ${name} in place of an archive`,
      async () => bomb(name, await payload(), 0),
      /^not-an-srpm: .*not a cpio archive/,
    ),
    refused(
      `64 MiB of zeros by ${name} behind the archive`,
      async () => writeSrpm({ tags: [[TAG.payloadCompressor, name]], payload: await payload(writeCpio([SPEC])) }),
      /^not-an-srpm: .*something follows the end/,
    ),
  ];
});

/** A frame whose window is 2 GiB, with one raw block. */
function zstdWithHugeWindow(): Buffer {
  const content = writeCpio([SPEC]);
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (31 - 10) << 3]), block, content]);
}

/** The old format has the size of its dictionary in plain. */
async function lzmaWithHugeDictionary(): Promise<Buffer> {
  const lzma = COMPRESSORS.find(([name]) => name === 'lzma')?.[1];
  if (!lzma) throw new Error('no lzma');
  const bytes = await lzma(Readable.from([writeCpio([SPEC])]));
  bytes.writeUInt32LE(0xffffffff, 1);
  return bytes;
}

/** As above, by the library that zstd calls and sets no bound to. */
async function lzmaWithinZstd(): Promise<Buffer> {
  const bytes = await lzmaWithHugeDictionary();
  // Only dictionaries of a round size are known to zstd as such.
  bytes.writeUInt32LE(0xc0000000, 1);
  return bytes;
}

/** An archive of the 42.zip kind: what lies in an archive is nobody's to unpack here. */
async function nestedBomb(): Promise<Buffer> {
  return gzipSync(await buffer(Readable.from(zeros()).pipe(createGzip({ level: 1 }))));
}

async function manyStreams(): Promise<Buffer> {
  const { stdout } = await promisify(execFile)('sh', ['-c', 'xz -c </dev/null'], { encoding: 'buffer' });
  return Buffer.concat(Array<Buffer>(10_000).fill(stdout));
}

export const BOMBS: readonly Item[] = [
  refused(
    '64 MiB of zeros, as announced',
    () => bomb('gzip', Buffer.alloc(0), BOMB_BYTES),
    /^too-large: .*67108876 bytes when unpacked/,
  ),
  ...BY_COMPRESSOR,
  refused(
    'a zstd frame that wants 2 GiB of memory',
    () => writeSrpm({ tags: [[TAG.payloadCompressor, 'zstd']], payload: zstdWithHugeWindow() }),
    /^not-an-srpm: .*cannot be decompressed/,
  ),
  refused(
    'an lzma stream that wants 4 GiB of memory',
    async () => writeSrpm({ tags: [[TAG.payloadCompressor, 'lzma']], payload: await lzmaWithHugeDictionary() }),
    /^not-an-srpm: .*cannot be decompressed/,
  ),
  refused(
    'an lzma stream that wants 3 GiB of memory and says zstd',
    async () => writeSrpm({ tags: [[TAG.payloadCompressor, 'zstd']], payload: await lzmaWithinZstd() }),
    /^not-an-srpm: .*cannot be decompressed/,
  ),
  refused(
    '100,000 empty members of gzip',
    () => writeSrpm({ payload: Buffer.concat(Array<Buffer>(100_000).fill(gzipSync(''))) }),
    /^not-an-srpm: .*truncated/,
  ),
  refused(
    '10,000 empty streams of xz',
    async () => writeSrpm({ tags: [[TAG.payloadCompressor, 'xz']], payload: await manyStreams() }),
    /^not-an-srpm: .*truncated/,
  ),
  plain('an archive that is a bomb by itself: nobody unpacks it', async () =>
    writeSrpm({ files: [SPEC, { name: 'bomb.tar.gz', content: await nestedBomb() }] }),
  ),
  plain('an archive in 10,000 members of gzip', () => {
    const members = [...writeCpio([SPEC])].map((byte) => gzipSync(Buffer.from([byte])));
    return writeSrpm({
      payload: Buffer.concat(members.flatMap((member) => [member, ...Array<Buffer>(40).fill(gzipSync(''))])),
    });
  }),
];

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
import { lzmaOf, xzOf, zstdOf } from '../kit/dictionaries.js';
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

const MIB = 1024 * 1024;
const CPIO = writeCpio([SPEC]);
const compressed = (compressor: string, payload: () => Buffer) => () =>
  writeSrpm({ tags: [[TAG.payloadCompressor, compressor]], payload: payload() });

/** Streams that hold next to nothing, by the memory that they want for it. */
const HUNGRY: readonly (readonly [title: string, make: () => Buffer])[] = [
  ['a zstd frame that wants 256 MiB', compressed('zstd', () => zstdOf(28, [CPIO]))],
  ['a zstd frame that wants 2 GiB', compressed('zstd', () => zstdOf(31, [CPIO]))],
  ['an xz stream that wants 384 MiB', compressed('xz', () => xzOf(33, CPIO))],
  ['an xz stream that wants 4 GiB', compressed('xz', () => xzOf(40, CPIO))],
  ['an lzma stream that wants 384 MiB', compressed('lzma', () => lzmaOf(384 * MIB, CPIO))],
  ['an lzma stream that wants 4 GiB', compressed('lzma', () => lzmaOf(0xffffffff, CPIO))],
  // By the library that zstd calls and sets no bound to. Only dictionaries of a round size are known to zstd as such.
  ['an lzma stream that wants 384 MiB and says zstd', compressed('zstd', () => lzmaOf(384 * MIB, CPIO))],
  ['an lzma stream that wants 3 GiB and says zstd', compressed('zstd', () => lzmaOf(3072 * MIB, CPIO))],
  [
    'an lzma stream that wants 384 MiB behind an empty frame of zstd',
    compressed('zstd', () => Buffer.concat([zstdOf(20, []), lzmaOf(384 * MIB, CPIO)])),
  ],
];
/** The largest that rpm itself takes. */
const FED: readonly (readonly [title: string, make: () => Buffer])[] = [
  ['a zstd frame that wants 128 MiB', compressed('zstd', () => zstdOf(27, [CPIO]))],
  ['an xz stream that wants 96 MiB', compressed('xz', () => xzOf(29, CPIO))],
  ['an lzma stream that wants 96 MiB', compressed('lzma', () => lzmaOf(96 * MIB, CPIO))],
];

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
  ...HUNGRY.map(([title, make]) => refused(title, make, /^too-large: .*more memory than 128 MiB/)),
  ...FED.map(([title, make]) => plain(title, make)),
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

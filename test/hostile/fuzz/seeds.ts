/** Good SRPMs to begin with, one for each compression and a few shapes. */
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { writeCpio, type WrittenFile } from '../../../services/dist-git/test/cpio-writer.js';
import { writeHeader } from '../../../services/dist-git/test/header-writer.js';
import { valuesOf, writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { lzmaOf, xzOf, zstdOf } from '../kit/dictionaries.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';

/** A good SRPM and its parts. */
export interface Seed {
  readonly whole: Buffer;
  readonly header: Buffer;
  readonly cpio: Buffer;
  readonly payload: Buffer;
}

const SPEC: WrittenFile = { name: 'hello.spec', content: 'Name: hello\nVersion: 1.0\nRelease: 1\n' };
const SHAPES: readonly (readonly WrittenFile[])[] = [
  [SPEC],
  [
    SPEC,
    { name: 'fix.patch', content: '--- a\n+++ b\n'.repeat(10) },
    { name: 'run.sh', content: '#!/bin/sh\n', mode: 0o100755 },
  ],
  [
    SPEC,
    { name: 'hello-1.0.tar.gz', content: gzipSync('int main;') },
    { name: 'ü.txt', content: '' },
    { name: 'x', content: Buffer.alloc(9000) },
  ],
];
type Compression = readonly [name: string, compress: (bytes: Buffer) => Buffer];

const COMPRESSIONS: readonly Compression[] = [
  ['gzip', (bytes) => gzipSync(bytes)],
  ['xz', (input) => execFileSync('xz', ['-c'], { input })],
  ['lzma', (input) => execFileSync('xz', ['-c', '--format=lzma'], { input })],
  ['zstd', (input) => execFileSync('zstd', ['-cq'], { input })],
  ['bzip2', (input) => execFileSync('bzip2', ['-c'], { input })],
];
const MIB = 1024 * 1024;
/** As much memory as may be, and more: damage leads from one to the other. */
const HUNGRY: readonly Compression[] = [
  ['xz', (bytes) => xzOf(29, bytes)],
  ['xz', (bytes) => xzOf(33, bytes)],
  ['lzma', (bytes) => lzmaOf(96 * MIB, bytes)],
  ['lzma', (bytes) => lzmaOf(384 * MIB, bytes)],
  ['zstd', (bytes) => zstdOf(27, [bytes])],
  ['zstd', (bytes) => zstdOf(28, [bytes])],
  // zstd undoes lzma, too.
  ['zstd', (bytes) => lzmaOf(384 * MIB, bytes)],
  ['zstd', (bytes) => zstdOf(27, [bytes, 64 * MIB])],
];

/** By gzip, which is undone in this very process; and by the rest, each of which takes a program. */
export function makeSeeds(): { readonly own: readonly Seed[]; readonly programs: readonly Seed[] } {
  const seeds = [
    ...COMPRESSIONS.flatMap((one) => SHAPES.map((files) => [one[0], makeSeed(one, files)] as const)),
    ...HUNGRY.map((one) => [one[0], makeSeed(one, [SPEC])] as const),
  ];
  const of = (own: boolean) => seeds.filter(([name]) => (name === 'gzip') === own).map(([, seed]) => seed);
  return { own: of(true), programs: of(false) };
}

function makeSeed([compressor, compress]: Compression, files: readonly WrittenFile[]): Seed {
  const tags = [
    [TAG.payloadCompressor, compressor],
    [TAG.epoch, [1]],
    [TAG.exclusiveArch, ['x86_64', 'aarch64']],
  ] as const;
  const header = writeHeader(valuesOf({ files, tags }));
  const cpio = writeCpio(files);
  const payload = compress(cpio);
  return { header, cpio, payload, whole: writeSrpm({ header, payload }) };
}

/** Compressed streams that announce how much of what was read is to be kept in mind, however little they hold. */
import { execFileSync } from 'node:child_process';
import { crc32 } from 'node:zlib';

/** Bytes, or as many zeros. */
export type Part = Buffer | number;

const BLOCK_BYTES = 128 * 1024;
const [RAW, RLE] = [0, 1];

/** A zstd frame with a window of 2^`windowLog` bytes; zeros take four bytes for each 128 KiB. */
export function zstdOf(windowLog: number, parts: readonly Part[]): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (windowLog - 10) << 3]);
  const last = zstdBlock(RAW, 0, Buffer.alloc(0), true);
  return Buffer.concat([head, ...parts.flatMap((part) => [...zstdBlocks(part)]), last]);
}

function* zstdBlocks(part: Part): Generator<Buffer> {
  const length = typeof part === 'number' ? part : part.length;
  for (let at = 0; at < length; at += BLOCK_BYTES) {
    const size = Math.min(BLOCK_BYTES, length - at);
    yield typeof part === 'number'
      ? zstdBlock(RLE, size, Buffer.alloc(1))
      : zstdBlock(RAW, size, part.subarray(at, at + size));
  }
}

function zstdBlock(type: number, size: number, content: Buffer, isLast = false): Buffer {
  const head = Buffer.alloc(3);
  head.writeUIntLE((size << 3) | (type << 1) | Number(isLast), 0, 3);
  return Buffer.concat([head, content]);
}

/** The old format, which has the size of its dictionary in plain. */
export function lzmaOf(dictionaryBytes: number, input: Buffer): Buffer {
  const bytes = execFileSync('xz', ['-c', '-0', '--format=lzma'], { input });
  bytes.writeUInt32LE(dictionaryBytes, 1);
  return bytes;
}

/** Where the header of the first block begins, and where in it the size of the dictionary stands. */
const XZ_BLOCK = 12;
const XZ_DICTIONARY = 4;

/** xz writes sizes of dictionaries as 2^n (even codes) or 3 · 2^n (odd ones): 29 is 96 MiB, 33 is 384 MiB. */
export function xzOf(dictionaryCode: number, input: Buffer): Buffer {
  const bytes = execFileSync('xz', ['-c', '-0', '--threads=1'], { input });
  const sumAt = XZ_BLOCK + (bytes.readUInt8(XZ_BLOCK) + 1) * 4 - 4;
  bytes.writeUInt8(dictionaryCode, XZ_BLOCK + XZ_DICTIONARY);
  bytes.writeUInt32LE(crc32(bytes.subarray(XZ_BLOCK, sumAt)), sumAt);
  return bytes;
}

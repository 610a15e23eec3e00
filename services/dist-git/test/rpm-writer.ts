/** Writes SRPMs byte by byte, good ones and such as rpmbuild would never make. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TAG } from '../src/rpm/tags.js';

/** One file of the payload. `announced` is its name in the header, if that differs. */
export interface WrittenFile {
  readonly name: string;
  readonly content: string | Buffer;
  readonly mode?: number;
  readonly links?: number;
  readonly announced?: string;
}

export interface Recipe {
  readonly name?: string;
  readonly version?: string;
  readonly files?: readonly WrittenFile[];
  readonly tags?: readonly Value[];
  /** Without the payload's files being named in the header. */
  readonly headerFiles?: readonly WrittenFile[];
  readonly payload?: Buffer;
}

/** A header entry: text (one or several) or 32-bit numbers. */
export type Value = readonly [tag: number, value: string | readonly string[] | readonly number[]];

const TYPE = { int32: 4, string: 6, stringArray: 8 };
const SPEC = 'Name: hello\n';

/** A whole SRPM. */
export function writeSrpm(recipe: Recipe = {}): Buffer {
  const files = recipe.files ?? [{ name: 'hello.spec', content: SPEC }];
  const named = recipe.headerFiles ?? files;
  const announced = named.map((file) => file.announced ?? file.name);
  const header = writeHeader([
    [TAG.name, recipe.name ?? 'hello'],
    [TAG.version, recipe.version ?? '1.0'],
    [TAG.release, '1'],
    [TAG.arch, 'x86_64'],
    [TAG.fileSizes, named.map(({ content }) => Buffer.from(content).length)],
    [TAG.fileDigests, named.map(({ content }) => createHash('sha256').update(content).digest('hex'))],
    [TAG.fileDigestAlgo, [8]],
    [TAG.baseNames, announced],
    [TAG.dirNames, ['']],
    [TAG.payloadFormat, 'cpio'],
    [TAG.payloadCompressor, 'gzip'],
    ...(recipe.tags ?? []),
  ]);
  const signature = writeHeader([[1000, [4711]]]);
  const padding = Buffer.alloc((8 - (signature.length % 8)) % 8);
  return Buffer.concat([lead(), signature, padding, header, recipe.payload ?? gzipSync(writeCpio(files))]);
}

function lead(): Buffer {
  const bytes = Buffer.alloc(96);
  bytes.writeUInt32BE(0xedabeedb, 0);
  bytes.writeUInt16BE(0x0300, 4);
  bytes.writeUInt16BE(1, 6);
  return bytes;
}

/** One header structure; later values of a tag replace earlier ones. */
export function writeHeader(values: readonly Value[]): Buffer {
  const entries: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [tag, value] of new Map(values.map((one) => [one[0], one])).values()) {
    const { type, count, bytes } = encode(value, offset);
    const entry = Buffer.alloc(16);
    [tag, type, offset + bytes.padding, count].forEach((number, index) => entry.writeUInt32BE(number, index * 4));
    entries.push(entry);
    data.push(Buffer.alloc(bytes.padding), bytes.content);
    offset += bytes.padding + bytes.content.length;
  }
  const intro = Buffer.alloc(16);
  [0x8eade801, 0, entries.length, offset].forEach((number, index) => intro.writeUInt32BE(number, index * 4));
  return Buffer.concat([intro, ...entries, ...data]);
}

function encode(value: Value[1], offset: number) {
  if (typeof value === 'string') {
    return { type: TYPE.string, count: 1, bytes: { padding: 0, content: Buffer.from(`${value}\0`) } };
  }
  if (value.every((one) => typeof one === 'string')) {
    const content = Buffer.from(value.map((text) => `${text}\0`).join(''));
    return { type: TYPE.stringArray, count: value.length, bytes: { padding: 0, content } };
  }
  const content = Buffer.alloc(value.length * 4);
  value.forEach((number, index) => content.writeUInt32BE(number, index * 4));
  return { type: TYPE.int32, count: value.length, bytes: { padding: (4 - (offset % 4)) % 4, content } };
}

/** A cpio archive with its trailer. */
export function writeCpio(files: readonly WrittenFile[]): Buffer {
  const trailer: WrittenFile = { name: 'TRAILER!!!', content: '', mode: 0 };
  return Buffer.concat([...files, trailer].flatMap(writeEntry));
}

function writeEntry({ name, content, mode = 0o100644, links = 1 }: WrittenFile): Buffer[] {
  const bytes = Buffer.from(content);
  const nameBytes = Buffer.from(`${name}\0`);
  const fields = [1, mode, 0, 0, links, 0, bytes.length, 0, 0, 0, 0, nameBytes.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return [pad(Buffer.concat([header, nameBytes])), pad(bytes)];
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

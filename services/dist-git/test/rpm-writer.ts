/** Writes SRPMs byte by byte, good ones and such as rpmbuild would never make. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TAG } from '../src/rpm/tags.js';
import { writeCpio, type WrittenFile } from './cpio-writer.js';
import { type Value, writeHeader } from './header-writer.js';

/** What an SRPM is made of; whatever is not said is as it should be. */
export interface Recipe {
  readonly name?: string;
  readonly version?: string;
  readonly files?: readonly WrittenFile[];
  readonly tags?: readonly Value[];
  /** Without the payload's files being named in the header. */
  readonly headerFiles?: readonly WrittenFile[];
  readonly lead?: Buffer;
  /** The signature header, not padded. */
  readonly signature?: Buffer;
  readonly header?: Buffer;
  /** As it stands in the file: compressed. */
  readonly payload?: Buffer;
}

const SPEC = 'Name: hello\n';

/** The files of a package that names none. */
export const HELLO: readonly WrittenFile[] = [{ name: 'hello.spec', content: SPEC }];

/** A whole SRPM. */
export function writeSrpm(recipe: Recipe = {}): Buffer {
  const signature = recipe.signature ?? writeHeader([[1000, [4711]]]);
  const padding = Buffer.alloc((8 - (signature.length % 8)) % 8);
  const header = recipe.header ?? writeHeader(valuesOf(recipe));
  const payload = recipe.payload ?? gzipSync(writeCpio(recipe.files ?? HELLO));
  return Buffer.concat([recipe.lead ?? writeLead(), signature, padding, header, payload]);
}

/** The values of the main header; as rpmbuild does, it leaves out what would be empty. */
export function valuesOf(recipe: Recipe): Value[] {
  const named = recipe.headerFiles ?? recipe.files ?? HELLO;
  const values: Value[] = [
    [TAG.name, recipe.name ?? 'hello'],
    [TAG.version, recipe.version ?? '1.0'],
    [TAG.release, '1'],
    [TAG.arch, 'x86_64'],
    [TAG.fileSizes, named.map(({ content }) => Buffer.from(content).length)],
    [TAG.fileDigests, named.map(({ content }) => createHash('sha256').update(content).digest('hex'))],
    [TAG.fileDigestAlgo, [8]],
    [TAG.baseNames, named.map((file) => file.announced ?? file.name.toString())],
    [TAG.dirNames, ['']],
    [TAG.payloadFormat, 'cpio'],
    [TAG.payloadCompressor, 'gzip'],
    ...(recipe.tags ?? []),
  ];
  const last = new Map(values.map((value) => [value[0], value]));
  return [...last.values()].filter(([, value]) => !(Array.isArray(value) && value.length === 0));
}

/** The first 96 bytes; `kind` is 1 for source packages. */
export function writeLead(kind = 1): Buffer {
  const bytes = Buffer.alloc(96);
  bytes.writeUInt32BE(0xedabeedb, 0);
  bytes.writeUInt16BE(0x0300, 4);
  bytes.writeUInt16BE(kind, 6);
  return bytes;
}

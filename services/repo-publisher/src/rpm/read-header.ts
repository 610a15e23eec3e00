/**
 * Reads an RPM's own header: lead (96 bytes), signature header padded to 8, header. Only what names a package is taken;
 * the file is a stranger's, so each length is held against a limit before it is believed.
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { Nevra } from '@kopr/proto';
import { KoprError } from '@kopr/shared/errors';
import { parseEntries, type Entries } from './entries.js';

const LEAD_BYTES = 96;
const LEAD_MAGIC = 0xedabeedb;
/** Magic of a header of version 1. */
const HEADER_MAGIC = 0x8eade801;
const MAX_ENTRIES = 0x10000;
const MAX_DATA_BYTES = 64 * 1024 * 1024;

const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  arch: 1022,
  sourceRpm: 1044,
  noSource: 1051,
  noPatch: 1052,
};
const PATTERN = { name: /^[A-Za-z0-9_][\w.+-]*$/, version: /^[\w.+~^]+$/, release: /^[\w.+~^]+$/, arch: /^\w{1,32}$/ };

/** Name, epoch, version, release and architecture (`src` or `nosrc` for a source package). Throws KoprError `rpm`. */
export async function readNevra(path: string): Promise<Nevra> {
  const file = await open(path, 'r');
  try {
    const lead = await readExactly(file, 0, LEAD_BYTES);
    if (lead.readUInt32BE(0) !== LEAD_MAGIC) throw broken('it is no RPM');
    const signature = await measure(file, LEAD_BYTES);
    const start = LEAD_BYTES + Math.ceil(signature.bytes / 8) * 8;
    const header = await measure(file, start);
    return nevraOf(parseEntries(await readExactly(file, start, header.bytes), header.entries));
  } finally {
    await file.close();
  }
}

async function measure(file: FileHandle, at: number): Promise<{ entries: number; bytes: number }> {
  const intro = await readExactly(file, at, 16);
  if (intro.readUInt32BE(0) !== HEADER_MAGIC) throw broken('a header does not begin where it should');
  const [entries, data] = [intro.readUInt32BE(8), intro.readUInt32BE(12)];
  if (entries === 0 || entries > MAX_ENTRIES || data > MAX_DATA_BYTES) throw broken('a header is out of bounds');
  return { entries, bytes: 16 + 16 * entries + data };
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  if (bytesRead !== length) throw broken('it is cut off');
  return buffer;
}

function nevraOf(entries: Entries): Nevra {
  const text = (key: keyof typeof PATTERN): string => {
    const value = entries.text(TAG[key]);
    if (value === undefined || !PATTERN[key].test(value)) throw broken(`its header has no proper ${key}`);
    return value;
  };
  const isSource = entries.text(TAG.sourceRpm) === undefined;
  const sourceArch = entries.has(TAG.noSource) || entries.has(TAG.noPatch) ? 'nosrc' : 'src';
  return {
    name: text('name'),
    epoch: entries.number(TAG.epoch) ?? null,
    version: text('version'),
    release: text('release'),
    arch: isSource ? sourceArch : text('arch'),
  };
}

function broken(what: string): KoprError {
  return new KoprError('rpm', what);
}

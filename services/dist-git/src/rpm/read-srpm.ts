/**
 * Finds the parts of an RPM file:
 *
 *   lead (96 bytes) | signature header, padded to 8 | header | payload (compressed cpio)
 */
import type { FileHandle } from 'node:fs/promises';
import { Refusal } from '../domain/refusal.js';
import { describe, type Srpm } from './describe.js';
import { type Header, headerBytes, INTRO_BYTES, parseHeader, truncated } from './header.js';

const LEAD_BYTES = 96;
const LEAD_MAGIC = 0xedabeedb;

/** What the file is, and where its payload begins. */
export interface SrpmFile {
  readonly srpm: Srpm;
  readonly payloadAt: number;
}

/** Reads everything but the payload. Throws a Refusal that says what the file is instead. */
export async function readSrpm(file: FileHandle, limits: { maxFiles: number }): Promise<SrpmFile> {
  await checkLead(file);
  const signature = await readHeader(file, LEAD_BYTES);
  const header = await readHeader(file, Math.ceil(signature.end / 8) * 8);
  return { srpm: describe(header.header, limits.maxFiles), payloadAt: header.end };
}

async function checkLead(file: FileHandle): Promise<void> {
  const lead = await readAt(file, 0, LEAD_BYTES);
  if (lead.length >= 4 && lead.readUInt32BE(0) === LEAD_MAGIC) {
    if (lead.length < LEAD_BYTES) throw truncated();
    return;
  }
  if (lead.length === 0) throw new Refusal('not-an-srpm', 'this is not an RPM file: it is empty');
  const isPage = /^\s*<(!doctype|html|\?xml)/i.test(lead.toString('latin1'));
  throw new Refusal('not-an-srpm', `this is not an RPM file${isPage ? ' but a web page' : ''}`);
}

async function readHeader(file: FileHandle, at: number): Promise<{ header: Header; end: number }> {
  const length = headerBytes(await readAt(file, at, INTRO_BYTES));
  return { header: parseHeader(await readAt(file, at, length)), end: at + length };
}

/** Fewer bytes than asked for when the file ends before. */
async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
  return bytes.subarray(0, bytesRead);
}

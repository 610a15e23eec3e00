/** Turns a good SRPM into a hostile one. */
import { execFileSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';

const HEADER_MAGIC = Buffer.from([0x8e, 0xad, 0xe8, 0x01]);

/** Renames the first file of the payload (a cpio archive) to `../…` of the same length, so that all sizes stay right. */
export function renameInPayload(srpm: Buffer): Buffer {
  const start = payloadStart(srpm);
  const [open, close] = codec(srpm.subarray(start));
  const cpio = open(srpm.subarray(start));
  // newc: 110 bytes of header, then the name; rpm prefixes source names with nothing.
  const name = cpio.subarray(110, cpio.indexOf(0, 110));
  Buffer.from(`../${name.toString('latin1').slice(3)}`, 'latin1').copy(cpio, 110);
  return Buffer.concat([srpm.subarray(0, start), close(cpio)]);
}

/** After the lead (96 bytes) come the signature header, padded to 8, and the main header. */
function payloadStart(srpm: Buffer): number {
  const signature = headerEnd(srpm, 96);
  return headerEnd(srpm, Math.ceil(signature / 8) * 8);
}

function headerEnd(bytes: Buffer, at: number): number {
  if (!bytes.subarray(at, at + 4).equals(HEADER_MAGIC)) throw new Error(`no RPM header at ${at}`);
  return at + 16 + bytes.readUInt32BE(at + 8) * 16 + bytes.readUInt32BE(at + 12);
}

type Turn = (bytes: Buffer) => Buffer;

function codec(payload: Buffer): [Turn, Turn] {
  const through =
    (program: string, ...args: string[]): Turn =>
    (input) =>
      execFileSync(program, args, { input, maxBuffer: 1 << 27 });
  if (payload.readUInt16BE(0) === 0x1f8b) return [gunzipSync, (bytes) => gzipSync(bytes)];
  if (payload.readUInt32BE(0) === 0x28b52ffd) return [through('zstd', '-dcq'), through('zstd', '-cq')];
  return [through('xz', '-dc'), through('xz', '-c')];
}

/** Decompresses an SRPM's payload: gzip in this process, the rest by its own program with a bound on its memory. */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { plainText, Refusal } from '../domain/refusal.js';
import { damaged } from './header.js';

/** rpm's names of compressors and the programs that undo them, reading standard input. */
const PROGRAMS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  xz: ['xz', '--decompress', '--stdout', '--format=auto', '--memlimit-decompress=512MiB'],
  lzma: ['xz', '--decompress', '--stdout', '--format=auto', '--memlimit-decompress=512MiB'],
  zstd: ['zstd', '--decompress', '--stdout', '--quiet', '--memory=512MB'],
  bzip2: ['bzip2', '--decompress', '--stdout'],
};
const MAX_COMPLAINT = 300;

/** The payload of the file at `path` from `start` on, as a cpio stream. Ends with a Refusal when it is damaged. */
export function openPayload(path: string, start: number, compressor: string, signal: AbortSignal): Readable {
  const out = new PassThrough();
  const input = createReadStream(path, { start });
  const program = PROGRAMS[compressor];
  if (compressor === 'gzip') {
    pipeline(input, createGunzip(), out, { signal }).catch((error: unknown) => out.destroy(unreadable(error)));
  } else if (program) {
    decompress(input, program, out, signal).catch((error: unknown) => out.destroy(unreadable(error)));
  } else {
    input.destroy();
    out.destroy(damaged(`its payload is compressed with the unknown "${plainText(compressor, 40)}"`));
  }
  return out;
}

async function decompress(
  input: Readable,
  [command, ...args]: readonly [string, ...string[]],
  out: PassThrough,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(command, args, { stdio: 'pipe', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, signal });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(0, MAX_COMPLAINT)));
  const exit = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  // A reader that stops early (a refused entry) must not leave the program running.
  out.once('close', () => child.kill('SIGKILL'));
  const fed = pipeline(input, child.stdin).catch(() => undefined);
  const [code] = await Promise.all([exit, pipeline(child.stdout, out, { end: false, signal }), fed]);
  if (code !== 0) throw new Error(complaint || `${command} ended with ${String(code)}`);
  out.end();
}

function unreadable(error: unknown): Error {
  // A missing program or an aborted import is not the packager's doing.
  if (error instanceof Error && (error.name === 'AbortError' || 'syscall' in error)) return error;
  const why = error instanceof Error ? plainText(error.message, MAX_COMPLAINT) : 'unknown';
  return new Refusal('not-an-srpm', `the payload cannot be decompressed, it is damaged or truncated: ${why}`);
}

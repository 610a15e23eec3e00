/** Decompresses an SRPM's payload: gzip in this process, the rest by its own program with bounds on its memory. */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { plainText, Refusal } from '../domain/refusal.js';
import { damaged } from './header.js';

/** Where the payload lies. */
export interface PayloadPlace {
  readonly path: string;
  /** Byte of its beginning. */
  readonly start: number;
  /** As rpm names it. */
  readonly compressor: string;
}

type Program = readonly [command: string, ...args: string[]];

const MIB = 1024 * 1024;
/** As much as rpm itself takes: windows of zstd up to 128 MiB (`-22`), dictionaries of xz and lzma below 100 MiB. */
const MEMORY_MIB = 128;
/** A program's own buffers, and the stacks of its threads. */
const OWN_MIB = 32;
/**
 * The programs' own bounds are for the good cases, for their messages. zstd also undoes lzma, by a library to which it
 * sets none: a dictionary of 4 GiB takes thirteen bytes. So the kernel has the last word, and counts only what is written to.
 */
const BOUNDED: Program = ['prlimit', `--data=${(MEMORY_MIB + OWN_MIB) * MIB}`, `--stack=${MIB}`, '--'];
const XZ: Program = [
  'xz',
  '--decompress',
  '--stdout',
  '--format=auto',
  '--threads=1',
  `--memlimit-decompress=${MEMORY_MIB}MiB`,
];
/** The programs that undo a compression, reading standard input. */
const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ['xz', XZ],
  ['lzma', XZ],
  ['zstd', ['zstd', '--decompress', '--stdout', '--quiet', `--memory=${MEMORY_MIB}MB`]],
  ['bzip2', ['bzip2', '--decompress', '--stdout']],
]);
const MAX_COMPLAINT = 300;
/** How they say that there is not enough of it; 5 is liblzma's number, of which zstd does not know the meaning. */
const WANTS_MEMORY = /memory|lzma_code decoding error 5\b/i;

/** The payload as a cpio stream. Ends with a Refusal when it is damaged; whoever stops early must `return()` it. */
export async function* readPayload(place: PayloadPlace, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  try {
    yield* decompress(place, signal);
  } catch (error) {
    throw unreadable(error);
  }
}

function decompress(place: PayloadPlace, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (place.compressor === 'gzip') return gunzip(place, signal);
  const program = PROGRAMS.get(place.compressor);
  if (program) return runProgram(program, place, signal);
  throw damaged(`its payload is compressed with the unknown "${plainText(place.compressor, 40)}"`);
}

async function* gunzip({ path, start }: PayloadPlace, signal: AbortSignal): AsyncGenerator<Buffer> {
  const out = createGunzip();
  // Its failure is told by `out`, which it destroys.
  pipeline(createReadStream(path, { start }), out, { signal }).catch(() => undefined);
  yield* out as AsyncIterable<Buffer>;
}

async function* runProgram(
  program: Program,
  { path, start }: PayloadPlace,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const [command, ...args] = [...BOUNDED, ...program];
  const child = spawn(command, args, { stdio: 'pipe', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, signal });
  const exit = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  exit.catch(() => undefined);
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(0, MAX_COMPLAINT)));
  // A program that gives up breaks this pipe; its exit tells why.
  pipeline(createReadStream(path, { start }), child.stdin).catch(() => undefined);
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const code = await exit;
    if (code === 0) return;
    if (WANTS_MEMORY.test(complaint)) throw tooHungry();
    throw new Error(complaint || `${program[0]} ended with ${String(code)}`);
  } finally {
    // A reader that stops early (at a refused entry) must not leave it running.
    child.kill('SIGKILL');
  }
}

function tooHungry(): Refusal {
  return new Refusal(
    'too-large',
    `to decompress the payload takes more memory than ${MEMORY_MIB} MiB, which is the limit`,
  );
}

function unreadable(error: unknown): unknown {
  // A missing program, our disk, or an import that was called off are not the packager's doing.
  if (error instanceof Refusal || (error instanceof Error && (error.name === 'AbortError' || 'syscall' in error))) {
    return error;
  }
  const why = error instanceof Error ? plainText(error.message, MAX_COMPLAINT) : 'unknown';
  return new Refusal('not-an-srpm', `the payload cannot be decompressed, it is damaged or truncated: ${why}`);
}

/** Runs one program to its end: no shell, a bare environment, a deadline. */
import { spawn } from 'node:child_process';
import { KoprError } from '@kopr/shared/errors';

export interface RunOptions {
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Ends the program early, for instance because a lease was lost. */
  readonly signal?: AbortSignal | undefined;
}

/** Nothing of our own environment (passwords!) reaches a program. */
const BARE = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LANG: 'C.UTF-8', HOME: '/nonexistent' };
/** What is kept of a program's output for people. */
const OUTPUT_BYTES = 64 * 1024;

/** Its standard output; throws KoprError `program` with the end of its standard error unless it exits with 0. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { timeoutMs, env, cwd, signal } = options;
  const child = spawn(program, args, {
    env: { ...BARE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { signal }),
  });
  const [stdout, stderr] = [tail(child.stdout), tail(child.stderr)];
  const end = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killed) => resolve(killed ?? String(code)));
  });
  if (end === '0') return stdout();
  throw new KoprError('program', `${program} ended with ${end}: ${stderr().trim().slice(-1500)}`, { program, end });
}

/** Keeps the last bytes that a stream said. */
function tail(stream: NodeJS.ReadableStream): () => string {
  let kept = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-OUTPUT_BYTES);
  });
  return () => kept.toString('utf8');
}

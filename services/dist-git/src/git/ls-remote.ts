/** Asks a stranger's repository for some of its refs. What it answers is bounded in memory, output and time. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { endGroup } from './end-group.js';
import { gitEnvironment } from './environment.js';

/** What to ask, and how. */
export interface LsRemote {
  readonly url: string;
  /** Patterns of refs; their ends are compared. */
  readonly patterns: readonly string[];
  /** Only branches and tags: servers of our days then list nothing else. */
  readonly headsAndTags: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Lines `<commit>\t<ref>`, or why there are none. */
export type Listed =
  { readonly ok: true; readonly lines: string[] } | { readonly ok: false; readonly complaint: string };

/** Of each process that reads the whole list, which may name a million refs. */
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;
const MAX_OUTPUT_BYTES = 256 * 1024;
const MAX_COMPLAINT = 2000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Runs it. Throws only when it is called off, or cannot be started. */
export async function lsRemote({ url, patterns, headsAndTags, env, signal }: LsRemote): Promise<Listed> {
  signal.throwIfAborted();
  const only = headsAndTags ? ['--heads', '--tags'] : [];
  const args = ['git', 'ls-remote', '--quiet', ...only, '--', url, ...patterns];
  const child = spawn('prlimit', [`--as=${MAX_MEMORY_BYTES}`, ...args], {
    // No protocol but those that the guard knows, and no repository of this machine.
    env: gitEnvironment({ GIT_ALLOW_PROTOCOL: 'http:https:git', GIT_DIR: '/nonexistent', ...env }),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    // git starts helpers; all of them end together.
    detached: true,
  });
  const end = (): void => endGroup(child);
  signal.addEventListener('abort', end);
  const listed = await collect(child).finally(() => signal.removeEventListener('abort', end));
  signal.throwIfAborted();
  return listed;
}

async function collect(child: Child): Promise<Listed> {
  let output = '';
  let complaint = '';
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString();
    if (output.length > MAX_OUTPUT_BYTES) endGroup(child);
  });
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-MAX_COMPLAINT)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return { ok: true, lines: output.split('\n').filter((line) => line !== '') };
  return { ok: false, complaint: output.length > MAX_OUTPUT_BYTES ? 'fatal: its answer is too long' : complaint };
}

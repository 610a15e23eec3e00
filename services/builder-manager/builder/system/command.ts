/** Child processes: piped output, a clean environment, and an end that stray grandchildren cannot delay. */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sink } from '../report/sinks.js';
import { lookForFullDisk } from './disk.js';

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs as this user; as root when absent. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly sinks: readonly Sink[];
  /** Called once the command itself has ended, before its output is: ends what it left running. */
  readonly afterExit?: () => Promise<void>;
  /** Runs in a session of its own; what is left of its process group is killed once the command has ended. */
  readonly ownGroup?: true;
}

/** Runs to the end and answers the exit code; 128 + n when a signal ended it, 127 when there is no such program. */
export async function run(command: Command): Promise<number> {
  const [file, ...args] = command.argv;
  const child = spawn(file, args, {
    env: command.env,
    cwd: command.cwd ?? '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: command.ownGroup === true,
    ...command.user,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => [lookForFullDisk, ...command.sinks].forEach((sink) => sink(chunk)));
  }
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const code = await exitOf(child);
  if (command.ownGroup) killGroup(child.pid);
  await command.afterExit?.();
  await Promise.race([closed, pause(LINGER_MS, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  return code;
}

// A daemon that left the session may hold the pipes for ever. All that the command itself wrote was in them when it ended.
const LINGER_MS = 3_000;

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing was left.
  }
}

/** Runs and answers what it printed, for short queries. */
export async function capture(command: Omit<Command, 'sinks'>): Promise<{ code: number; text: string }> {
  const chunks: Buffer[] = [];
  const code = await run({ ...command, sinks: [(chunk) => chunks.push(chunk)] });
  return { code, text: Buffer.concat(chunks).toString('utf8') };
}

/** The environment of commands that we run as root. */
export const ROOT_ENV: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
};

const SIGNAL_BASE = 128;
const SIGKILL = 9;
const NO_SUCH_PROGRAM = 127;

function exitOf(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? SIGNAL_BASE + SIGKILL));
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(NO_SUCH_PROGRAM) : reject(error),
    );
  });
}

/** The stack that scenarios run against (scripts/test-stack.sh): addresses, containers, kill and start. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export const PROJECT = 'kopr-test';
export const FRONTEND = 'http://localhost:15000';
export const DIST_GIT = 'http://localhost:15001';
export const RESULTS = 'http://localhost:15002/results';
export const INTAKE = 'http://localhost:15003';
export const MAILDEV = 'http://localhost:11080';
export const PUBLIC_AMQP = 'amqp://public:public@localhost:15672/%2Fpublic_pubsub';
export const ARCH = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
export const CHROOT = `minidistro-13-${ARCH}`;

/** A finished program: exit code and what it printed. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; a non-zero exit is an answer, not an error. */
export async function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; timeoutMs?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  try {
    const { stdout, stderr } = await exec(program, [...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      timeout: options.timeoutMs ?? 300_000,
      maxBuffer: 1 << 27,
      env: { ...process.env, ...options.env },
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: number | string; stdout?: string; stderr?: string; message: string };
    if (typeof failed.code !== 'number') throw error;
    return { code: failed.code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
}

/** Like `run`, but anything except exit 0 is an error that shows what was printed. */
export async function must(
  program: string,
  args: readonly string[],
  options: Parameters<typeof run>[2] = {},
): Promise<string> {
  const done = await run(program, args, options);
  if (done.code !== 0)
    throw new Error(`${program} ${args.join(' ')} exited ${done.code}\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

/** Container id of a compose service of the stack. */
export async function containerOf(service: string): Promise<string> {
  const out = await must('docker', [
    'ps',
    '-aq',
    '--no-trunc',
    '--filter',
    `label=com.docker.compose.project=${PROJECT}`,
    '--filter',
    `label=com.docker.compose.service=${service}`,
  ]);
  const id = out.trim().split('\n')[0];
  if (!id) throw new Error(`the stack has no container of ${service}`);
  return id;
}

/** SIGKILL, as a crash or the kernel's out-of-memory killer would. */
export async function killService(service: string): Promise<void> {
  await must('docker', ['kill', '--signal', 'KILL', await containerOf(service)]);
}

/** Starts a killed service again and waits until it is healthy. */
export async function startService(service: string): Promise<void> {
  await must('docker', ['start', await containerOf(service)]);
  await healthy(service);
}

/** Waits until a service says that it is ready. */
export async function healthy(service: string, withinMs = 120_000): Promise<void> {
  const id = await containerOf(service);
  await until(`${service} is healthy`, withinMs, async () => {
    const state = (
      await must('docker', [
        'inspect',
        '--format',
        '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}healthy{{end}}',
        id,
      ])
    ).trim();
    return state === 'running healthy';
  });
}

/** Polls until `check` gives something true; fails with `what` after the deadline. */
export async function until<T>(
  what: string,
  withinMs: number,
  check: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** JSON log lines of a service of the stack, oldest first; lines that are not JSON are left out. */
export async function logsOf(service: string): Promise<Record<string, unknown>[]> {
  const { stdout, stderr } = await run('docker', ['logs', await containerOf(service)]);
  return `${stdout}\n${stderr}`.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isRecord(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

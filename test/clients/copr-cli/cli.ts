/** Runs the unmodified copr-cli in a folder of its own, with the configurations and files that recordings name. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Frontend } from '../replay/frontend.js';

/** What a run came to. */
export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Cli extends AsyncDisposable {
  /** Where it runs: `CONFIG/<name>` and the files to upload lie there. */
  readonly dir: string;
  /** The Python that has copr and copr-cli. */
  readonly python: string;
  run(argv: readonly string[], stdin?: string | null): Promise<Ran>;
}

const FILES: Record<string, string> = {
  'comps.xml': '<comps/>',
  'foo-1.0-1.src.rpm': 'srpm-bytes',
  'foo.spec': 'Name: foo\n',
  'script.sh': '#!/bin/sh\necho\n',
};

/** Fills a new folder. */
export async function openCli({ url, users }: Frontend): Promise<Cli> {
  const venv = await environment();
  const dir = await mkdtemp(join(tmpdir(), 'kopr-cli-'));
  await mkdir(join(dir, 'CONFIG'));
  const write = (name: string, lines: Record<string, string>) => writeFile(join(dir, 'CONFIG', name), config(lines));
  const open = { copr_url: url, encrypted: 'False' };
  for (const [name, { login, token }] of users) await write(name, { ...open, username: name, login, token });
  await write('bad', { ...open, username: 'alice', login: 'nobody', token: 'wrong' });
  await write('anon', open);
  await write('anon-nogss', { ...open, gssapi: 'False' });
  await write('encrypted', { copr_url: url });
  await write('down', { copr_url: 'http://127.0.0.1:1', encrypted: 'False' });
  await write('html', { ...open, copr_url: `${url}/coprs` });
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(dir, name), content);
  return {
    dir,
    python: join(venv, 'bin/python'),
    run: (argv, stdin) => run(join(venv, 'bin/copr-cli'), argv, dir, stdin ?? null),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Where Copr's clients from PyPI are. */
async function environment(): Promise<string> {
  const script = fileURLToPath(new URL('../../../scripts/python-clients.sh', import.meta.url));
  const { stdout } = await promisify(execFile)(script);
  return stdout.trim().split('\n').at(-1) ?? '';
}

function config(lines: Record<string, string>): string {
  const body = Object.entries(lines).map(([key, value]) => `${key} = ${value}`);
  return ['[copr-cli]', ...body, ''].join('\n');
}

/** Ends of runs that hang are a failure, too. */
const WITHIN_MS = 60_000;

function run(program: string, argv: readonly string[], cwd: string, stdin: string | null): Promise<Ran> {
  const env = { PATH: process.env['PATH'], HOME: cwd, COLUMNS: '80', LC_ALL: 'C.UTF-8', no_proxy: '*' };
  const child = spawn(program, argv, { cwd, env, timeout: WITHIN_MS });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  child.stdin.end(stdin ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exit: code ?? -1, ...said }));
  });
}

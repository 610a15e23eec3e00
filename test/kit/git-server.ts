/** A git server that the stack's containers reach over HTTP (git's own http-backend), and a packager's hands on its repositories. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listen } from './gateway.js';
import { must } from './stack.js';

/** Files by their paths; a script is executable. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** One repository, with a clone of it to work in. */
export interface GitRepository {
  readonly url: string;
  /** Commits these files over what is there and pushes; the commit. */
  push(files: Files, options?: { branch?: string; tag?: string }): Promise<string>;
  /** Any git command in the clone. */
  git(...args: string[]): Promise<string>;
}

/** The server; `files` are served besides, below no repository's path. */
export interface GitServer {
  readonly url: string;
  readonly files: Record<string, Uint8Array>;
  /** The folder of its bare repositories, for servers that know their visitors. */
  readonly folder: string;
  /** The same repositories, for such a server by HTTP. */
  readonly backend: RequestListener;
  repository(path: string, files: Files): Promise<GitRepository>;
  close(): Promise<void>;
}

/** Starts it; its repositories are gone when it is closed. `api`: takes what is below /api/, as a forge does. */
export async function serveGit(api?: RequestListener): Promise<GitServer> {
  const root = await mkdtemp(join(tmpdir(), 'kopr-git-'));
  await mkdir(join(root, 'served'));
  const files: Record<string, Uint8Array> = {};
  const server = createServer((request, response) => {
    const body = files[request.url ?? ''];
    if (api && request.url?.startsWith('/api/')) api(request, response);
    else if (body === undefined) backend(root, request, response);
    else response.end(body);
  });
  const url = await listen(server);
  return {
    url,
    files,
    folder: join(root, 'served'),
    backend: (request, response) => backend(root, request, response),
    repository: (path, content) => openRepository(root, url, path, content),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function openRepository(root: string, url: string, path: string, files: Files): Promise<GitRepository> {
  const bare = join(root, 'served', path);
  const clone = join(root, 'clones', path);
  await must('git', ['init', '-q', '--bare', '-b', 'main', bare]);
  await must('git', ['clone', '-q', bare, clone]);
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) => must('git', ['-C', clone, ...who, ...args]);
  const push: GitRepository['push'] = async (changed, { branch = 'main', tag } = {}) => {
    await git('checkout', '-q', '-B', branch);
    await writeFiles(clone, changed);
    await git('add', '-A');
    await git('commit', '-q', '--allow-empty', '-m', 'Change');
    if (tag !== undefined) await git('tag', '-a', '-m', tag, tag);
    await git('push', '-q', '--follow-tags', 'origin', `HEAD:refs/heads/${branch}`);
    return (await git('rev-parse', 'HEAD')).trim();
  };
  await push(files);
  return { url: `${url}/${path}`, push, git };
}

/** Makes the files below `dir`. */
export async function writeFiles(dir: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
    if (typeof content === 'string' && content.startsWith('#!')) await chmod(join(dir, path), 0o755);
  }
}

/** One CGI run of git's http-backend, for reading only. */
function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git');
  const child = spawn('git', ['-c', 'safe.directory=*', 'http-backend'], {
    env: {
      PATH: process.env.PATH,
      HOME: root,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_PROJECT_ROOT: join(root, 'served'),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => answer(Buffer.concat(chunks), response));
}

function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  for (const line of output.toString('latin1', 0, Math.max(end, 0)).split('\r\n')) {
    const [, name = '', value = ''] = /^([\w-]+): (.*)$/.exec(line) ?? [];
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else if (name !== '') response.setHeader(name, value);
  }
  if (end < 0) response.statusCode = 500;
  response.end(output.subarray(end + 4));
}

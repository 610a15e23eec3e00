/** git over HTTP for tests: repositories in a folder, served by git's own CGI program; plain files for what has no history. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export interface GitServer extends AsyncDisposable {
  /** As containers reach it, without a slash at the end. */
  readonly url: string;
  readonly root: string;
  /** A new repository with one commit on `main` of these files; answers how to go on with it. */
  repository(name: string, files: Files): Repository;
}

export interface Repository {
  readonly name: string;
  readonly url: string;
  /** Runs git in the work tree and answers what it printed. */
  git(...args: string[]): string;
  /** Writes files and commits them on the branch that is checked out; answers the commit. */
  commit(files: Files, message?: string): string;
}

type Files = Readonly<Record<string, string>>;

/** Who commits, and that git trusts folders of others. */
export const GIT_ENV = {
  ...process.env,
  GIT_AUTHOR_NAME: 'Alice',
  GIT_AUTHOR_EMAIL: 'alice@example.org',
  GIT_COMMITTER_NAME: 'Alice',
  GIT_COMMITTER_EMAIL: 'alice@example.org',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
};

/** Starts it on every interface; `host` is the address by which containers reach this machine. */
export async function openGitServer(host: string): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), 'kopr-git-'));
  const server = http.createServer((request, response) => serve(root, request, response));
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    root,
    repository: (name, files) => createRepository(join(root, name), `${url}/${name}`, files),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true });
    },
  };
}

function createRepository(dir: string, url: string, files: Files): Repository {
  mkdirSync(dir, { recursive: true });
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: dir, env: GIT_ENV, encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch', 'main');
  const commit = (more: Files, message = 'change'): string => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  commit(files, 'first');
  return { name: basename(dir), url, git, commit };
}

/** A CGI call: headers, an empty line, the body. */
export function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git');
  // Below /dumb/ the same repositories are plain files, as on a server that knows nothing of git.
  if (pathname.startsWith('/dumb/')) {
    sendFile(join(root, pathname.slice('/dumb/'.length).replace(/^([^/]+)\//, '$1/.git/')), response);
    return;
  }
  // git-http-backend wants the repository's own folder.
  const path = pathname.replace(/(\.git)?\/(info\/refs|git-upload-pack)$/, '/.git/$2');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...GIT_ENV,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => undefined);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.once('close', () => answer(Buffer.concat(chunks), response));
}

function sendFile(path: string, response: ServerResponse): void {
  if (existsSync(path) && statSync(path).isFile()) response.end(readFileSync(path));
  else response.writeHead(404).end();
}

function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = output
    .toString('latin1', 0, end)
    .split('\r\n')
    .map((line) => line.split(': ') as [string, string]);
  const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
  response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers.filter(([name]) => name !== 'Status')));
  response.end(output.subarray(end + 4));
}

/** A git repository of a packager, served over HTTP by git's own program, and over git:// when a test asks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';
import express from 'express';
import { runCgi } from '../src/http/cgi.js';
import { output } from './git.js';
import { scratchDir } from './scratch.js';

export interface GitServer extends AsyncDisposable {
  readonly url: string;
  /** A clone with one commit on `main`; its `origin` is what is served. */
  readonly work: string;
  /** The address of the same repository at a git daemon. */
  daemon(): Promise<string>;
}

export async function serveGit(): Promise<GitServer> {
  const [root, parent] = [await scratchDir(), await scratchDir()];
  await output(root, 'git', 'init', '-q', '--bare', '-b', 'main', 'hello.git');
  const work = await firstCommit(parent, join(root, 'hello.git'));
  const app = express().use((request, response) => {
    const [path = '', query = ''] = request.url.split('?');
    const env = { GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: path, QUERY_STRING: query };
    const { PATH = '' } = process.env;
    const about = { REQUEST_METHOD: request.method, CONTENT_TYPE: request.get('content-type') ?? '', PATH };
    const program = { command: 'git', args: ['http-backend'], env: { ...env, ...about, ...protocolOf(request) } };
    void runCgi(program, request, response);
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let daemon: ChildProcess | undefined;
  return {
    url: `http://127.0.0.1:${port}/hello.git`,
    work,
    daemon: async () => {
      const free = await freePort();
      const args = [
        'daemon',
        '--reuseaddr',
        '--listen=127.0.0.1',
        `--port=${free}`,
        '--export-all',
        `--base-path=${root}`,
      ];
      daemon = spawn('git', [...args, '--informative-errors'], { stdio: 'ignore' });
      const url = `git://127.0.0.1:${free}/hello.git`;
      await eventually(() => output(root, 'git', 'ls-remote', url).then(Boolean, () => false), {
        what: 'the git daemon',
      });
      return url;
    },
    [Symbol.asyncDispose]: async () => {
      daemon?.kill();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A daemon cannot be told to choose one by itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function protocolOf(request: express.Request): Record<string, string> {
  const protocol = request.get('git-protocol');
  return protocol === undefined ? {} : { GIT_PROTOCOL: protocol };
}

async function firstCommit(parent: string, origin: string): Promise<string> {
  const work = join(parent, 'hello');
  await mkdir(work);
  await output(work, 'git', 'init', '-q', '-b', 'main');
  await output(work, 'git', 'config', 'user.name', 'Alice');
  await output(work, 'git', 'config', 'user.email', 'alice@example.org');
  await output(work, 'git', 'remote', 'add', 'origin', origin);
  await output(work, 'git', 'commit', '-q', '--allow-empty', '-m', 'first');
  return work;
}

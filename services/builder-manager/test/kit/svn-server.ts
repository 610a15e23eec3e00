/** svnserve with one repository, for tests. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';

export interface SvnServer extends AsyncDisposable {
  /** As containers reach it. */
  readonly url: string;
  /** The folder with the repository `hello` in it. */
  readonly root: string;
  /** Commits files; answers the revision. */
  commit(files: Readonly<Record<string, string>>): number;
}

/** Starts it on every interface; `host` is the address by which containers reach this machine. */
export async function openSvnServer(host: string): Promise<SvnServer> {
  const root = mkdtempSync(join(tmpdir(), 'kopr-svn-'));
  const work = join(root, 'work');
  execFileSync('svnadmin', ['create', join(root, 'hello')]);
  execFileSync('svn', ['checkout', '--quiet', `file://${root}/hello`, work]);
  const port = await freePort();
  const server = spawn('svnserve', [
    '--daemon',
    '--foreground',
    '--root',
    root,
    '--listen-host',
    '0.0.0.0',
    '--listen-port',
    String(port),
  ]);
  await eventually(() => isOpen(port), { withinMs: 10_000, what: 'svnserve' });
  return {
    url: `svn://${host}:${port}/hello`,
    root,
    commit(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(work, path)), { recursive: true });
        writeFileSync(join(work, path), text);
      }
      const svn = (...args: string[]): string => execFileSync('svn', args, { cwd: work, encoding: 'utf8' });
      svn('add', '--quiet', '--force', '.');
      return Number(/revision (\d+)/.exec(svn('commit', '-m', 'change'))?.[1]);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
      rmSync(root, { recursive: true });
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether somebody listens there. */
export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

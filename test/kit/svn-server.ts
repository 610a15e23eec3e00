/** A Subversion server (svnserve) that the stack's containers reach. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway } from './gateway.js';
import { writeFiles, type Files } from './git-server.js';
import { must, until } from './stack.js';

/** One repository, read by anybody. */
export interface SvnServer {
  readonly url: string;
  /** Commits these files over what is there; the revision. */
  commit(files: Files): Promise<number>;
  close(): Promise<void>;
}

/** Starts it with the files as revision 1. */
export async function serveSvn(files: Files): Promise<SvnServer> {
  const root = await mkdtemp(join(tmpdir(), 'kopr-svn-'));
  const [repository, copy] = [join(root, 'repository'), join(root, 'copy')];
  await must('svnadmin', ['create', repository]);
  const port = await freePort();
  const child = spawn('svnserve', ['--daemon', '--foreground', '--root', repository, '--listen-port', String(port)], {
    stdio: 'ignore',
  });
  await until('svnserve listens', 10_000, () => isOpen(port));
  await must('svn', ['checkout', '-q', `file://${repository}`, copy]);
  const commit = async (changed: Files): Promise<number> => {
    await writeFiles(copy, changed);
    await must('svn', ['add', '-q', '--force', '.'], { cwd: copy });
    await must('svn', ['commit', '-q', '-m', 'Change'], { cwd: copy });
    return Number((await must('svnlook', ['youngest', repository])).trim());
  };
  await commit(files);
  return {
    url: `svn://${await gateway()}:${port}`,
    commit,
    close: async () => {
      child.kill();
      await once(child, 'exit');
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

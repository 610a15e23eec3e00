/** A network namespace with nothing but lo, held open by a process that waits in it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { inNetworkOf } from '../../domain/mock-plan.js';
import { ROOT_ENV } from '../../system/command.js';

export interface EmptyNet {
  /** The same command, but inside. */
  enter(argv: readonly [string, ...string[]]): [string, ...string[]];
  close(): void;
}

// A new lo is down, and to bring it up takes a right that the container has not: the holder has it in a user namespace of
// its own. mock needs python3 and pyroute2 itself.
const LO_UP = `from pyroute2 import IPRoute
import sys
with IPRoute() as routes:
    routes.link('set', index=routes.link_lookup(ifname='lo')[0], state='up')
print('ready', flush=True)
sys.stdin.read()`;
const HOLDER = ['unshare', '--user', '--map-root-user', '--net', 'python3', '-c', LO_UP] as const;
// Where a host allows no user namespaces.
const PLAIN_HOLDER = ['unshare', '--net', 'sh', '-c', 'echo ready; exec cat'] as const;

/** Opens one. The packager learns from the log when its tests will not reach localhost. */
export async function openEmptyNet(say: (text: string) => void): Promise<EmptyNet> {
  const holder = await hold(HOLDER);
  if (holder) return netOf(holder);
  say('this host has no user namespaces: there will be no localhost in the build');
  const plain = await hold(PLAIN_HOLDER);
  if (plain) return netOf(plain);
  throw new Error('this container cannot cut the network: it may not make a network namespace');
}

function netOf(holder: ChildProcess & { pid: number }): EmptyNet {
  return {
    enter: (argv) => inNetworkOf(holder.pid, argv),
    close: () => void holder.kill('SIGKILL'),
  };
}

/** The holder once it is ready; undefined when it ended before. unshare becomes what it starts, so the pid stays. */
function hold(argv: readonly [string, ...string[]]): Promise<(ChildProcess & { pid: number }) | undefined> {
  const [program, ...args] = argv;
  const holder = spawn(program, args, { env: ROOT_ENV, stdio: ['pipe', 'pipe', 'ignore'] });
  return new Promise((resolve) => {
    holder.stdout.once('data', () => resolve(isStarted(holder) ? holder : undefined));
    holder.once('close', () => resolve(undefined));
    holder.once('error', () => resolve(undefined));
  });
}

function isStarted(holder: ChildProcess): holder is ChildProcess & { pid: number } {
  return holder.pid !== undefined;
}

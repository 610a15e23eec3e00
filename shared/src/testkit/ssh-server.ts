/** A git server that is reached over SSH, in a container: it knows its visitors by their keys. */
import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';

const exec = promisify(execFile);
const IMAGE = 'kopr/git-server:test';
const RECIPE = new URL('../../../ops/images/git-server', import.meta.url).pathname;

export interface SshServer extends AsyncDisposable {
  /** Its address on the network that it was started in; its port is 22, and its repositories are below `/srv/git` and `own/`. */
  readonly host: string;
  /** Its line in known_hosts. */
  readonly hostLine: string;
  /** Lets whoever has this key in. */
  allow(publicKey: string): Promise<void>;
  /** What it tells of its visitors. */
  log(): Promise<string>;
}

/** Starts one that serves the repositories in `root`, read-only, on a network of the engine. */
export async function openSshServer(root: string, network: string): Promise<SshServer> {
  // What mkdtemp makes is its owner's alone, and the server's user is another.
  await chmod(root, 0o755);
  await docker(['build', '-q', '-t', IMAGE, RECIPE]);
  const options = ['-d', '--rm', '--label', 'org.kopr.test=yes', '--network', network, '-v', `${root}:/srv/git:ro`];
  const id = await docker(['run', ...options, IMAGE]);
  const inside = (script: string, ...args: string[]) => docker(['exec', id, 'sh', '-ec', script, 'sh', ...args]);
  const host = await docker(['inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', id]);
  const hostKey = await eventually(() => inside('cat /etc/ssh/ssh_host_ed25519_key.pub').catch(() => undefined), {
    withinMs: 30_000,
    what: 'the host key',
  });
  const [kind = '', key = ''] = hostKey.split(' ');
  return {
    host,
    hostLine: `${host} ${kind} ${key}`,
    allow: async (publicKey) => {
      await inside('printf "%s\\n" "$1" >>/etc/ssh/authorized_keys', publicKey);
    },
    log: async () => (await exec('docker', ['logs', id])).stderr,
    [Symbol.asyncDispose]: async () => {
      await docker(['rm', '-f', id]);
    },
  };
}

async function docker(args: string[]): Promise<string> {
  // The recipes are for the classic builder.
  const { stdout } = await exec('docker', args, { env: { ...process.env, DOCKER_BUILDKIT: '0' }, timeout: 600_000 });
  return stdout.trim();
}

/** A dnf repository of one package, on a server that remembers what it was asked for. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RepoServer extends AsyncDisposable {
  readonly port: number;
  /** Paths, in the order in which they were asked for. */
  readonly asked: string[];
}

/** Serves `rpm` on every interface. */
export async function serveRepo(rpm: Buffer): Promise<RepoServer> {
  const dir = mkdtempSync(join(tmpdir(), 'kopr-repo-'));
  writeFileSync(join(dir, 'package.rpm'), rpm);
  execFileSync('createrepo_c', ['-q', dir]);
  const asked: string[] = [];
  const server = createServer(({ url = '/' }, response) => {
    asked.push(url);
    const file = join(dir, new URL(url, 'http://repo').pathname);
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true });
    },
  };
}

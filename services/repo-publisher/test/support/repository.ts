/** Looks at a repository as a client does. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const exec = promisify(execFile);

/** Paths of the packages that the metadata names; throws unless every file of it has the digest that repomd.xml says. */
export async function readRepository(dir: string): Promise<string[]> {
  const repomd = await readFile(join(dir, 'repodata', 'repomd.xml'), 'utf8');
  const entries = [...repomd.matchAll(/<data type="(\w+)">\s*<checksum type="sha256">(\w+)<[^]*?href="([^"]+)"/g)];
  if (entries.length < 3) throw new Error(`repomd.xml names only ${entries.length} files`);
  let primary = '';
  for (const [, type, digest, href = ''] of entries) {
    const bytes = await readFile(join(dir, href));
    if (createHash('sha256').update(bytes).digest('hex') !== digest)
      throw new Error(`${href} is not what repomd.xml says`);
    if (type === 'primary') primary = gunzipSync(bytes).toString('utf8');
  }
  return [...primary.matchAll(/<location [^>]*href="([^"]+)"/g)].map(([, path = '']) => path).sort();
}

/** Verifies `repomd.xml` against its signature with the public key of the dirname; gpg's own word. */
export async function verifyMetadata(dir: string, publicKey: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'kopr-client-'));
  const gpg = ['--homedir', home, '--batch', '--no-autostart'];
  await exec('gpg', [...gpg, '--import', publicKey]);
  const repomd = join(dir, 'repodata', 'repomd.xml');
  const { stdout } = await exec('gpg', [...gpg, '--status-fd', '1', '--verify', `${repomd}.asc`, repomd]);
  return stdout;
}

/** What `rpm -Kv` says of a package on a machine that trusts only this key. */
export async function verifyRpm(path: string, publicKey: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kopr-rpmdb-'));
  await exec('rpmkeys', ['--dbpath', root, '--import', publicKey]);
  const { stdout } = await exec('rpmkeys', ['--dbpath', root, '-Kv', path]);
  return stdout;
}

/** Whether the image already is the root that the build needs, so that dnf need not be started at all. */
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { MISSING_BUILDREQUIRES } from '../../domain/reasons.js';
import { couldReplace, primaryHref } from '../../domain/repo-names.js';
import type { BuildRepo } from '../../domain/repo-file.js';
import { ask, bytesOf, expectStatus } from '../../net/http.js';
import { capture, ROOT_ENV } from '../../system/command.js';
import { verdictOf } from './build.js';
import type { Tools } from './tools.js';

/** Whether rpmbuild itself finds every BuildRequires installed. Throws the verdict when it cannot read the spec. */
export function isSatisfied(tools: Tools): Promise<boolean> {
  return tools.journal.stage('srpm', 'BuildRequires of the spec', async () => {
    const { code, lines } = await tools.rpmbuild('-bc', '--nobuild', tools.spec);
    if (code !== 0 && code !== MISSING_BUILDREQUIRES) throw verdictOf(lines);
    return code === 0;
  });
}

/**
 * Whether a repository of the project holds a package that could replace an installed one. If none does and all
 * BuildRequires are installed, dnf would change nothing, and seconds are saved. In doubt dnf decides, and also where a
 * repository may be read through the guard only: dnf asks that.
 */
export async function couldReposReplace(repos: readonly BuildRepo[]): Promise<boolean> {
  if (repos.some(({ proxy }) => proxy !== undefined)) return true;
  if (repos.length === 0) return false;
  const { text } = await capture({ argv: ['rpm', '-qa', '--qf', '%{NAME}\\n'], env: ROOT_ENV });
  const installed = new Set(text.split('\n'));
  const verdicts = await Promise.all(repos.map((repo) => couldRepoReplace(repo.baseurl, installed).catch(() => true)));
  return verdicts.includes(true);
}

async function couldRepoReplace(baseurl: string, installed: ReadonlySet<string>): Promise<boolean> {
  const base = `${baseurl.replace(/\/+$/, '')}/`;
  const href = primaryHref((await download(`${base}repodata/repomd.xml`)).toString('utf8'));
  if (href === undefined) return true;
  const primary = await unpack(href, await download(base + href));
  return primary === undefined || couldReplace(primary.toString('utf8'), installed);
}

// Above this, reading the metadata here saves nothing over dnf.
const MAX_BYTES = 4 * 1024 * 1024;

async function download(url: string): Promise<Buffer> {
  const answer = await ask({ method: 'GET', url });
  await expectStatus(answer, url, 200);
  return bytesOf(answer, MAX_BYTES);
}

/** The metadata in plain; undefined for a compression that this Node does not know. */
async function unpack(href: string, packed: Buffer): Promise<Buffer | undefined> {
  if (href.endsWith('.xml')) return packed;
  if (href.endsWith('.gz')) return promisify(zlib.gunzip)(packed);
  // Node 20 has no zstd.
  const { zstdDecompress } = zlib as {
    zstdDecompress?: (data: Buffer, done: (e: Error | null, out: Buffer) => void) => void;
  };
  return href.endsWith('.zst') && zstdDecompress ? promisify(zstdDecompress)(packed) : undefined;
}

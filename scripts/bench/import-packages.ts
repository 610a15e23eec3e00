/** SRPMs of 1 MB that nobody has seen before, made by rpmbuild, and the orders to import them. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BodyInput } from '@kopr/proto';

const run = promisify(execFile);
/** None may have all workers, and nobody's packages stand in each other's way. */
const OWNERS = 8;
const TEXT = '--- a\n+++ b\n'.repeat(100);

/** Source packages of these names, each with one archive of 1 MB that is compressed already. */
export async function makePackages(names: readonly string[]): Promise<Buffer[]> {
  const dir = await mkdtemp(join(tmpdir(), 'kopr-bench-'));
  await mkdir(join(dir, 'SOURCES'));
  await writeFile(join(dir, 'SOURCES', 'fix.patch'), TEXT);
  for (const name of names) {
    await writeFile(join(dir, 'SOURCES', `${name}-1.0.tar.gz`), randomBytes(1_000_000));
    await writeFile(join(dir, `${name}.spec`), specOf(name));
  }
  const defines = [`_topdir ${dir}`, 'dist %{nil}', '_source_payload w1.gzdio'].flatMap((one) => ['--define', one]);
  await run('rpmbuild', ['-bs', '--nodeps', ...defines, ...names.map((name) => join(dir, `${name}.spec`))]);
  const srpms = await Promise.all(names.map((name) => readFile(join(dir, 'SRPMS', `${name}-1.0-1.src.rpm`))));
  await rm(dir, { recursive: true });
  return srpms;
}

function specOf(name: string): string {
  const head = [`Name: ${name}`, 'Version: 1.0', 'Release: 1', 'Summary: A package', 'License: MIT'];
  const sources = [`Source0: ${name}-1.0.tar.gz`, 'Patch0: fix.patch'];
  return [...head, ...sources, '%description', 'Made to be imported.', ''].join('\n');
}

/** The order to import the SRPM at `url`, as an upload. */
export function orderOf(build: number, url: string, size: number): BodyInput<'source.requested'> {
  const owner = `owner${build % OWNERS}`;
  return {
    build,
    project: { id: 1 + (build % OWNERS), owner, name: 'bench', dirname: 'bench' },
    source: { type: 'upload', srpm: { url, size, sha256: null }, params: { pkg: 'bench.src.rpm' } },
    branches: ['f42', 'f41'],
    submitter: owner,
    background: false,
  };
}

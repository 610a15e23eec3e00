/** SRPMs made by the host's rpmbuild. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scratchDir } from './scratch.js';

const run = promisify(execFile);

/** `sources`: files beside the spec; `payload`: rpm's name of a compression, as `w19.zstdio`. */
export interface SrpmRecipe {
  readonly name?: string;
  readonly version?: string;
  readonly sources?: Readonly<Record<string, string | Buffer>>;
  readonly lines?: readonly string[];
  readonly payload?: string;
}

/** A gzipped tar of one small file; the same bytes each time. */
export async function tarball(content = 'int main(void) { return 0; }\n'): Promise<Buffer> {
  const dir = await scratchDir();
  await writeFile(join(dir, 'hello.c'), content);
  const args = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-cf', '-', 'hello.c'];
  const { stdout } = await run('sh', ['-c', `tar ${args.join(' ')} | gzip -n`], { cwd: dir, encoding: 'buffer' });
  return stdout;
}

/** The bytes of a source package. */
export async function makeSrpm(recipe: SrpmRecipe = {}): Promise<Buffer> {
  const { name = 'hello', payload = 'w6.gzdio' } = recipe;
  const sources = recipe.sources ?? { 'hello-1.0.tar.gz': await tarball(), 'fix.patch': '--- a\n+++ b\n' };
  const dir = await scratchDir();
  await mkdir(join(dir, 'SOURCES'));
  for (const [file, content] of Object.entries(sources)) await writeFile(join(dir, 'SOURCES', file), content);
  await writeFile(join(dir, `${name}.spec`), specOf(recipe, Object.keys(sources)));
  const defines = [`_topdir ${dir}`, `_source_payload ${payload}`, 'dist %{nil}'].flatMap((one) => ['--define', one]);
  await run('rpmbuild', ['-bs', '--nodeps', ...defines, join(dir, `${name}.spec`)]);
  const [file = ''] = await readdir(join(dir, 'SRPMS'));
  const bytes = await readFile(join(dir, 'SRPMS', file));
  return bytes;
}

function specOf({ name = 'hello', version = '1.0', lines = [] }: SrpmRecipe, sources: readonly string[]): string {
  return [
    `Name: ${name}`,
    `Version: ${version}`,
    'Release: 1',
    'Summary: A test package',
    'License: MIT',
    ...sources.map((file, index) => `Source${index}: ${file}`),
    ...lines,
    '%description',
    'Made by a test.',
    '',
  ].join('\n');
}

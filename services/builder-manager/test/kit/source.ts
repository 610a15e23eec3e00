/** Sources for real builds: a spec and its archive, packed as dist-git and the lookaside serve them. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HouseTask } from './house.js';

const HELLO = new URL('../../../../examples/hello/', import.meta.url).pathname;

type Own = HouseTask['definition'];

/** The example of the house, as imported. */
export function helloTask(definition: Own = {}): HouseTask {
  const archive = execFileSync('tar', ['-cz', '--transform', 's,^\\.,kopr-hello-1.0,', '-C', HELLO, '.'], {
    maxBuffer: 1 << 24,
  });
  return taskOf(readFileSync(join(HELLO, 'kopr-hello.spec'), 'utf8'), { 'kopr-hello-1.0.tar.gz': archive }, definition);
}

/** A package without sources whose sections are given; noarch, so that no debuginfo is looked for. */
export function scriptTask(sections: string, definition: Own = {}): HouseTask {
  const head = ['Name: probe', 'Version: 1', 'Release: 1', 'Summary: A probe', 'License: 0BSD', 'BuildArch: noarch'];
  return taskOf([...head, sections].join('\n'), {}, definition);
}

/** `%description`, then %build, %install and %files around the lines of a script. */
export function buildScript(...lines: string[]): string {
  const install =
    'mkdir -p %{buildroot}/opt\ncp -r probe %{buildroot}/opt/ 2>/dev/null || touch %{buildroot}/opt/probe';
  return `%description\nA probe.\n%build\n${lines.join('\n')}\n%install\n${install}\n%files\n/opt/probe\n`;
}

/** A package with sources, by name: the bytes of each lie in the commit, or in the lookaside where the name says an archive. */
export function sourcesTask(names: readonly string[], sections: string): HouseTask {
  const head = ['Name: probe', 'Version: 1', 'Release: 1', 'Summary: A probe', 'License: 0BSD', 'BuildArch: noarch'];
  const lines = names.map((name, n) => `Source${n}: ${name}`);
  const isArchive = (name: string): boolean => name.endsWith('.tar.gz');
  const files = names.filter(isArchive).map((name) => [name, Buffer.from(name)] as const);
  const texts = names.filter((name) => !isArchive(name));
  return taskOf([...head, ...lines, sections].join('\n'), Object.fromEntries(files), {}, texts);
}

function taskOf(spec: string, files: HouseTask['files'], definition: Own, texts: readonly string[] = []): HouseTask {
  const dir = mkdtempSync(join(tmpdir(), 'kopr-source-'));
  const name = /^Name:\s*(\S+)/m.exec(spec)?.[1] ?? 'probe';
  const sources = Object.entries(files).map(([file, bytes]) => `SHA512 (${file}) = ${sha512(bytes)}\n`);
  writeFileSync(join(dir, `${name}.spec`), spec);
  writeFileSync(join(dir, 'sources'), sources.join(''));
  for (const text of texts) writeFileSync(join(dir, text), text);
  const names = [`${name}.spec`, 'sources', ...texts];
  return { archive: execFileSync('tar', ['-c', '-C', dir, '--', ...names]), files, definition };
}

function sha512(bytes: Buffer): string {
  return createHash('sha512').update(bytes).digest('hex');
}

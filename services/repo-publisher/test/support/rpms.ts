/** Real RPMs, made by rpmbuild, once for each test process. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** A built RPM and the name that its header gives it. */
export interface BuiltRpm {
  readonly name: string;
  readonly path: string;
}

const made = new Map<string, Promise<BuiltRpm[]>>();

/** The packages of a spec with one file: binary, subpackage `<name>-doc` and source. */
export function buildRpms(name: string, version = '1.0'): Promise<BuiltRpm[]> {
  const key = `${name}-${version}`;
  const known = made.get(key) ?? rpmbuild(name, version);
  made.set(key, known);
  return known;
}

async function rpmbuild(name: string, version: string): Promise<BuiltRpm[]> {
  const top = await mkdtemp(join(tmpdir(), 'kopr-rpms-'));
  await writeFile(join(top, `${name}.spec`), specOf(name, version));
  await exec('rpmbuild', ['-ba', '--define', `_topdir ${top}`, join(top, `${name}.spec`)]);
  const files = await readdir(top, { recursive: true });
  return files
    .filter((file) => file.endsWith('.rpm'))
    .sort()
    .map((file) => ({ name: file.split('/').at(-1) ?? '', path: join(top, file) }));
}

function specOf(name: string, version: string): string {
  return `
Name: ${name}
Epoch: 2
Version: ${version}
Release: 1
Summary: A package for tests
License: MIT
%description
Says hello.
%package doc
Summary: Its documentation
BuildArch: noarch
%description doc
Says how.
%install
mkdir -p %{buildroot}/usr/share/${name} %{buildroot}/usr/share/${name}-doc
echo hello > %{buildroot}/usr/share/${name}/hello
echo how > %{buildroot}/usr/share/${name}-doc/how
%files
/usr/share/${name}
%files doc
/usr/share/${name}-doc
`;
}

/** SRPMs made at test time, by the host's rpmbuild, out of a few lines of spec. */
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from './stack.js';

/** What a test package is made of; sections are the text below `%prep`, `%build`, … */
export interface Recipe {
  name: string;
  version?: string;
  prep?: string;
  build?: string;
  install?: string;
  files?: string;
  extra?: string;
  noarch?: boolean;
}

/** Makes the SRPM and gives its path. */
export async function srpm(recipe: Recipe): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'kopr-srpm-'));
  await mkdir(join(dir, 'SOURCES'));
  const spec = join(dir, `${recipe.name}.spec`);
  await writeFile(spec, specText(recipe));
  await must('rpmbuild', ['-bs', '--nodeps', '--define', `_topdir ${dir}`, '--define', 'dist %{nil}', spec]);
  const [file] = await readdir(join(dir, 'SRPMS'));
  if (file === undefined) throw new Error(`rpmbuild made no SRPM of ${recipe.name}`);
  return join(dir, 'SRPMS', file);
}

/** The spec of a recipe. */
export function specText({
  name,
  version = '1',
  prep = ':',
  build = ':',
  install,
  files,
  extra = '',
  noarch = true,
}: Recipe): string {
  return `
Name: ${name}
Version: ${version}
Release: 1%{?dist}
Summary: A test package
License: MIT
${noarch ? 'BuildArch: noarch' : ''}
${extra}
%description
Made by a test.
%prep
${prep}
%build
${build}
%install
${install ?? `mkdir -p %{buildroot}/usr/share/${name}\necho ${name} > %{buildroot}/usr/share/${name}/name`}
%files
${files ?? `/usr/share/${name}`}
`;
}

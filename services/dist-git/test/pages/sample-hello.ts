/** The history of a package as people make them. */
import { createHash } from 'node:crypto';
import type { Told } from './write-history.js';

const SPEC = `# The friendly greeting, as everybody's first package.
%global forgeurl https://example.org/hello
%bcond_without tests

Name:           hello
Version:        2.12
Release:        1%{?dist}
Summary:        Prints a friendly greeting
License:        GPL-3.0-or-later
URL:            %{forgeurl}
Source0:        %{url}/%{name}-%{version}.tar.gz
Patch0:         hello-quiet.patch
BuildRequires:  gcc, make

%if %{with tests}
BuildRequires:  perl-interpreter
%endif

%package doc
Summary:        What hello can say
BuildArch:      noarch

%description
Prints "Hello, world!" and, when it is asked to, other greetings.
Note: it is the package that all others begin with.

%description doc
Manual of hello.

%prep
%autosetup -p1

%build
%configure --disable-silent-rules
%make_build

%install
%make_install
rm -f %{buildroot}%{_infodir}/dir

%check
%if %{with tests}
make check
%endif

%files
%license COPYING
%doc README NEWS
%{_bindir}/hello
%{_mandir}/man1/hello.1*

%files doc
%{_infodir}/hello.info*

%changelog
* Thu Jan 01 2026 Alice <alice@example.org> - 2.12-1
- New version
`;
const README = `# hello

The packaging of GNU hello.

- Tests run by default; build with \`--without tests\` to go faster.
- hello-quiet.patch was sent upstream and will be in 2.13.
`;
const PATCH = `--- a/src/hello.c
+++ b/src/hello.c
@@ -12,7 +12,7 @@ main (int argc, char *argv[])
 {
   int lose = 0;
-  const char *greeting = "Hello, world!";
+  const char *greeting = _("Hello, world!");
   set_program_name (argv[0]);
`;

const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex');
const sources = (version: string): string => `SHA512 (hello-${version}.tar.gz) = ${sha512(version)}\n`;
const imported = (version: string, build: number): string =>
  `automatic import of hello\n\nVersion: ${version}\nBuild: ${build}\n`;
const KOPR = 'Kopr dist-git';

/** Three imports and two pushes, on three branches. */
export const HELLO_COMMITS: readonly Told[] = [
  {
    branch: 'f42',
    message: imported('2.10-3', 31),
    author: KOPR,
    files: {
      'hello.spec': SPEC.replace('2.12\n', '2.10\n')
        .replace('Release:        1', 'Release:        3')
        .replace(/%package doc[^]*?\n\n/, ''),
      'hello-shy.patch': PATCH.replace('_(', '('),
      sources: sources('2.10'),
    },
  },
  {
    branch: 'f41',
    from: 1,
    message: 'Build without the documentation\n\nThe toolchain of f41 cannot make it.\n',
    files: { 'README.md': README },
  },
  {
    branch: 'f42',
    message: imported('2.12-1', 47),
    author: KOPR,
    files: { 'hello.spec': SPEC, 'hello-shy.patch': null, 'hello-quiet.patch': PATCH, sources: sources('2.12') },
  },
  {
    branch: 'f42',
    message: 'Say what the package is about\n\nPeople asked why the tests run, and what became of the patch.\n',
    files: { 'README.md': README, 'run-tests.sh': { mode: '100755', content: '#!/bin/sh\nexec make check\n' } },
  },
  {
    branch: 'epel-9',
    from: 3,
    message: imported('2.12-1', 48),
    author: KOPR,
    files: { 'gating.yaml': 'decision: none\n' },
  },
];

/** Every tool that makes sources: a task that needs it, how it is to be called, and what is to come of it. */
import type { Pin } from '@kopr/proto';
import { GIT_FILES, MAKEFILE, TITO_FILES } from '../kit/packages.js';
import type { OwnSource } from '../kit/source-definition.js';
import type { SourceBench } from '../kit/source-bench.js';

export interface ToolCase {
  readonly tool: string;
  readonly title: string;
  readonly source: (bench: SourceBench, name: string) => OwnSource;
  /** What a stand-in says of its call. */
  readonly called: string | RegExp;
  /** Runs as root; else as the build user. */
  readonly isRoot?: true;
  /** Name of the source package. */
  readonly srpm: RegExp;
  readonly pin?: Pin;
  readonly image?: 'minidistro';
}

const pin = (version: string | null, commit: string | null = null): Pin => ({ commit, version });
const git =
  (files: Readonly<Record<string, string>>, method: string, tag?: string): ToolCase['source'] =>
  (bench, name) => {
    const repository = bench.git.repository(name, files);
    if (tag !== undefined) repository.git('tag', '-a', '-m', tag, tag);
    const params = {
      type: 'git',
      clone_url: repository.url,
      committish: null,
      subdirectory: null,
      spec: 'hello.spec',
      srpm_build_method: method,
    };
    return { type: 'scm', params };
  };
const pypi =
  (spec_generator: string, own: object = {}, kopr = {}): ToolCase['source'] =>
  () => ({
    type: 'pypi',
    params: {
      pypi_package_name: 'click',
      pypi_package_version: '8.1.7',
      spec_generator,
      spec_template: 'fedora',
      python_versions: ['3', '3.12'],
      ...own,
    },
    kopr,
  });
const gem =
  (gem_name: string, kopr = {}): ToolCase['source'] =>
  () => ({ type: 'rubygems', params: { gem_name }, kopr });

export const TOOL_CASES: readonly ToolCase[] = [
  {
    tool: 'git',
    title: 'clones as deep as Copr does',
    source: git({ ...GIT_FILES, '.copr/Makefile': MAKEFILE }, 'make_srpm'),
    called:
      /^called git \[clone\] \[--progress\] \[--no-checkout\] \[--depth\] \[500\] \[--no-single-branch\] \[--\] \[http:\S+\] \[\/builddir\/work\/repository\]$/m,
    srpm: /^hello-1\.0-1\.src\.rpm$/,
  },
  {
    tool: 'make',
    title: 'makes the target srpm of .copr/Makefile as root',
    source: git({ ...GIT_FILES, '.copr/Makefile': MAKEFILE }, 'make_srpm'),
    called:
      'called make [-f] [/builddir/work/repository/.copr/Makefile] [srpm] [outdir=/builddir/srpm] [spec=hello.spec]\n',
    isRoot: true,
    srpm: /^hello-1\.0-1\.src\.rpm$/,
  },
  {
    tool: 'tito',
    title: 'builds the newest tag',
    source: git(TITO_FILES, 'tito', 'hello-1.0-1'),
    called: 'called tito [build] [--srpm] [--output] [/builddir/srpm]\n',
    srpm: /^hello-1\.0-1\.src\.rpm$/,
  },
  {
    tool: 'tito',
    title: 'builds the commit as a test',
    source: git(TITO_FILES, 'tito_test', 'hello-1.0-1'),
    called: 'called tito [build] [--test] [--srpm] [--output] [/builddir/srpm]\n',
    srpm: /^hello-1\.0-1.*\.src\.rpm$/,
  },
  {
    tool: 'rpkg',
    title: 'fills in the templates of a spec',
    source: git(
      { 'hello.spec': GIT_FILES['hello.spec'].replace('1.0', '{{{ git_dir_version }}}'), 'greeting.txt': '' },
      'rpkg',
    ),
    called: 'called rpkg [srpm] [--outdir] [/builddir/srpm] [--spec] [hello.spec]\n',
    srpm: /^hello-0\.git\.1.*\.src\.rpm$/,
  },
  {
    tool: 'pyp2spec',
    title: 'writes the spec of a version',
    source: pypi('pyp2spec'),
    called: 'called pyp2spec [click] [--fedora-compliant] [--automode] [-v] [8.1.7]\n',
    srpm: /^python-click-8\.1\.7-1\.src\.rpm$/,
    pin: pin('8.1.7'),
  },
  {
    tool: 'pyp2rpm',
    title: 'makes the package of a version for several Pythons',
    source: pypi('pyp2rpm'),
    called: 'called pyp2rpm [click] [-t] [fedora] [--srpm] [-d] [/builddir/srpm] [-b] [3] [-p] [3.12] [-v] [8.1.7]\n',
    srpm: /^python-click-8\.1\.7-1\.src\.rpm$/,
    pin: pin('8.1.7'),
  },
  {
    tool: 'gem2rpm',
    title: 'fetches the newest gem',
    source: gem('rainbow'),
    called: 'called gem2rpm [rainbow] [--srpm] [-C] [/builddir/srpm] [--fetch]\n',
    srpm: /^rubygem-rainbow-[\d.]+-1\.src\.rpm$/,
  },
  {
    tool: 'gem2rpm',
    title: 'takes the gem that is pinned',
    source: gem('rainbow', { pin: pin('3.1.0') }),
    called: 'called gem [fetch] [rainbow] [--version] [3.1.0] [--platform] [ruby]\n',
    srpm: /^rubygem-rainbow-3\.1\.0-1\.src\.rpm$/,
    pin: pin('3.1.0'),
  },
  {
    tool: 'rpmbuild',
    title: 'makes the package of a lone spec, as the build user',
    source: (bench) => {
      bench.house.uploads.set('secret/lone.spec', Buffer.from(GIT_FILES['hello.spec'].replace(/^Source0.*\n/m, '')));
      return { type: 'upload', params: { url: 'ignored', pkg: 'lone.spec', tmp: 'secret' } };
    },
    called:
      'called rpmbuild [-bs] [--nodeps] [--define] [_sourcedir /builddir/work/sources] [--define] [_srcrpmdir /builddir/srpm] [/builddir/work/sources/lone.spec]\n',
    srpm: /^hello-1\.0-1\.src\.rpm$/,
  },
  {
    tool: 'mock',
    title: 'runs a script without rights, in a chroot with its packages',
    source: () => ({
      type: 'custom',
      params: { script: SCRIPT, builddeps: 'make gcc', resultdir: 'out', chroot: 'minidistro-13-x86_64' },
      kopr: { engine: 'mock', mock_config: 'minidistro-13' },
    }),
    called:
      /^called mock \[-r\] \[\/etc\/mock\/kopr-task\.cfg\] \[--resultdir\] \[\/builddir\/srpm\] \[--uniqueext\] \[\d+-1\] \[--no-clean\] \[--no-cleanup-after\] \[--unpriv\] \[--cwd=\/workdir\] \[--chroot\] \[--\] \[env\] .*\[COPR_OWNER=alice\] \[COPR_PROJECT=tools\] \[COPR_PACKAGE=hello\] \[COPR_RESULTDIR=\/workdir\/out\] \[\/script\]$/m,
    isRoot: true,
    srpm: /^hello-1\.0-1\.src\.rpm$/,
    image: 'minidistro',
  },
];

const SCRIPT = `#!/bin/sh -ex
test "$(id -un)" = mockbuild
test "$PWD" = /workdir
mkdir "$COPR_RESULTDIR"
cd "$COPR_RESULTDIR"
cat >hello.spec <<'END'
${GIT_FILES['hello.spec']}
END
echo Hello >greeting.txt
`;

/** Runs of copr-cli that were not recorded: what the recordings leave out, and flags that they do not use. */
import { LEFT_OUT, type CliCase } from './left-out.js';

const words = (line: string) => line.split(' ');
const X86 = 'fedora-42-x86_64';
const DONE = /^Create or edit operation was successful\.$/m;
const MADE = /^Created builds: \d+$/m;

const PROJECT_FLAGS = words(
  '--disable_createrepo true --unlisted-on-hp on --isolation simple --bootstrap on --module-hotfixes on --multilib on ' +
    '--appstream on --follow-fedora-branching off --packit-forge-project-allowed github.com/a/b --auto-prune on',
);
const PROJECT = {
  devel_mode: true,
  unlisted_on_hp: true,
  isolation: 'simple',
  bootstrap: 'on',
  module_hotfixes: true,
  appstream: true,
  follow_fedora_branching: false,
  packit_forge_projects_allowed: ['github.com/a/b'],
};

const PROJECTS: readonly CliCase[] = [
  { argv: [], says: /^usage: copr/ },
  { argv: ['whoami'], says: /^alice$/m },
  { argv: ['--no-color', 'list-chroots'], says: /^fedora-42-x86_64$/m },
  {
    argv: ['create', 'full', '--chroot', X86, '--fedora-review', ...PROJECT_FLAGS],
    says: /coprs\/alice\/full\/$/m,
    then: [{ path: '/api_3/project?ownername=alice&projectname=full', has: PROJECT }],
  },
  { argv: ['create', 'pers', '--chroot', X86, '--persistent'], exit: 7, says: /Non-admin/ },
  { argv: ['create', 'half', '--chroot', X86] },
  {
    argv: [
      ...[
        'modify',
        'half',
        '--chroot',
        X86,
        '--chroot',
        'fedora-42-aarch64',
        '--instructions',
        'i',
        '--enable-net',
        'on',
      ],
      ...['--fedora-review', 'on', '--repo-priority', '7', '--repo', 'http://n.example.org/'],
      ...['--runtime-repo-dependency', 'http://dep.example.org/', ...PROJECT_FLAGS],
    ],
    then: [
      {
        path: '/api_3/project?ownername=alice&projectname=half',
        has: {
          ...PROJECT,
          instructions: 'i',
          repo_priority: 7,
          enable_net: true,
          additional_repos: ['http://n.example.org/'],
        },
      },
    ],
  },
  { argv: ['new-webhook-secret', 'half'], stdin: 'y\n', says: /Generated new token: [0-9a-f-]{36}/ },
];

const PACKAGE_FLAGS = words('--webhook-rebuild on --max-builds 3 --timeout 600 --chroot-denylist *-aarch64');
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  pypi: words('--packagename foo --packageversion 1.0 --pythonversions 3 --spec-generator pyp2rpm --template fedora'),
  scm: words('--clone-url https://example.org/a.git --commit c --subdir s --spec a.spec --type git --method make_srpm'),
  distgit: words('--commit f42 --namespace rpms --distgit fedora'),
  rubygems: words('--gem rake'),
  custom: [
    '--script',
    'script.sh',
    '--script-chroot',
    X86,
    '--script-builddeps',
    'git',
    '--script-resultdir',
    'out',
  ].concat(['--script-repos', 'http://n.example.org/']),
};

/** What these come to, as packages keep it and as builds are made of it. */
const SCM = { type: 'git', clone_url: 'https://example.org/a.git', committish: 'c', subdirectory: 's', spec: 'a.spec' };
const PYPI = {
  pypi_package_name: 'foo',
  pypi_package_version: '1.0',
  python_versions: ['3'],
  spec_generator: 'pyp2rpm',
  spec_template: 'fedora',
};
const distGit = (name: string) => ({
  clone_url: `https://src.fedoraproject.org/rpms/rpms/${name}`,
  committish: 'f42',
  namespace: 'rpms',
  distgit: 'fedora',
});
const CUSTOM = {
  script: '#!/bin/sh\necho\n',
  chroot: X86,
  builddeps: 'git',
  resultdir: 'out',
  repos: 'http://n.example.org/',
};
const KEPT: Readonly<Record<string, object>> = {
  pypi: PYPI,
  scm: { ...SCM, source_build_method: 'make_srpm' },
  distgit: distGit('pk-distgit'),
  rubygems: { gem_name: 'rake' },
  custom: CUSTOM,
};

const PACKAGES: readonly CliCase[] = [
  ...Object.entries(SOURCES).flatMap(([type, source]): CliCase[] =>
    ['add', 'edit'].map((verb) => ({
      argv: [`${verb}-package-${type}`, 'half', '--name', `pk-${type}`, ...source, ...PACKAGE_FLAGS],
      says: DONE,
      then: [
        {
          path: `/api_3/package?ownername=alice&projectname=half&packagename=pk-${type}`,
          has: { source_type: type, auto_rebuild: true, source_dict: KEPT[type] },
        },
      ],
    })),
  ),
  {
    // Timeout and denylist are seen only in what is built.
    argv: ['build-package', 'half', '--name', 'pk-rubygems', '--nowait'],
    says: MADE,
    then: [
      { path: '/api_3/build/BUILD', has: { chroots: [X86] } },
      { path: '/api_3/build/source-build-config/BUILD', has: { timeout: 600 } },
    ],
  },
];

const BUILD_FLAGS = [
  ...['--nowait', '--memory', '1', '--timeout', '700', '-r', 'fedora-42-*', '--exclude-chroot', '*-aarch64'],
  ...['--background', '--isolation', 'nspawn', '--enable-net', 'off', '--bootstrap', 'off'],
];
/** The opposite of what the project says. */
const BUILT = { background: true, timeout: 700, isolation: 'nspawn', enable_net: false, bootstrap: 'off' };
const MADE_OF: Readonly<Record<string, object>> = {
  buildpypi: PYPI,
  buildgem: { gem_name: 'rake' },
  buildscm: { ...SCM, srpm_build_method: 'make_srpm' },
  'build-distgit': distGit('hello'),
  buildcustom: CUSTOM,
  'build-package': { gem_name: 'rake' },
};
const BUILDS_OF: Readonly<Record<string, readonly string[]>> = {
  build: ['half', 'foo.spec'],
  buildpypi: ['half', ...(SOURCES['pypi'] ?? [])],
  buildgem: ['half', '--gem', 'rake'],
  buildscm: ['half', ...(SOURCES['scm'] ?? [])],
  'build-distgit': ['half', '--name', 'hello', ...(SOURCES['distgit'] ?? [])],
  buildcustom: ['half', ...(SOURCES['custom'] ?? [])],
  'build-package': ['half', '--name', 'pk-rubygems'],
};

/** The project has all of its builds reviewed. An upload lies at an address that nobody can foretell. */
function sourceOf(command: string): Record<string, unknown> {
  const source = MADE_OF[command];
  return source ? { source_dict: { ...source, fedora_review: true } } : { source_type: 'upload' };
}

const BUILDS: readonly CliCase[] = [
  { argv: ['buildgem', 'half', '--gem', 'first', '--nowait'], says: MADE },
  ...Object.entries(BUILDS_OF).flatMap(([command, rest]) =>
    (['after', 'with'] as const).map((when): CliCase => ({
      argv: [command, ...rest, ...BUILD_FLAGS, `--${when}-build-id`, 'BUILD'],
      says: MADE,
      batch: when === 'with' ? 'same' : 'other',
      then: [
        { path: '/api_3/build/BUILD', has: { is_background: true, chroots: [X86], projectname: 'half' } },
        { path: `/backend/get-build-task/BUILD-${X86}`, has: BUILT },
        { path: '/api_3/build/source-build-config/BUILD', has: { timeout: 700, ...sourceOf(command) } },
      ],
    })),
  ),
  {
    argv: ['build', 'half', 'http://example.org/foo-1.0-1.src.rpm', '--nowait', '--exclude-chroot', '*-x86_64'],
    says: MADE,
    then: [
      { path: '/api_3/build/BUILD', has: { is_background: false, chroots: ['fedora-42-aarch64'], kopr_batch: null } },
    ],
  },
  {
    argv: ['uploadrpm', 'half', 'foo-1.0-1.src.rpm', ...BUILD_FLAGS, '--after-build-id', 'BUILD'],
    exit: 1,
    says: /Error: Such API endpoint doesn't exist/,
  },
  { argv: ['uploadrpm', 'half', 'foo-1.0-1.src.rpm', '--with-build-id', 'BUILD'], exit: 1 },
  { argv: ['buildpypi', 'half', '--packagename', 'foo', '--with-deps'], exit: 3, says: /--with-deps/ },
];

const LISTS: readonly CliCase[] = [
  { argv: ['list-packages', 'half', '--with-all-builds'], says: /"builds": \[/ },
  {
    argv: ['get-package', 'half', '--name', 'pk-rubygems', '--with-latest-succeeded-build', '--output-format', 'text'],
    says: /^name: pk-rubygems$/m,
  },
];

/** All of them, in order. */
export const CLI_CASES: readonly CliCase[] = [...LEFT_OUT, ...PROJECTS, ...PACKAGES, ...BUILDS, ...LISTS];

/** Runs of copr-cli that recordings leave out on purpose, though what follows them builds on them. */

/** One run. `BUILD` in `argv` is the build that was made last. */
export interface CliCase {
  /** After which recorded run; at the end when not said. */
  readonly after?: number;
  /** The id that the build had in the recording. */
  readonly recorded?: number;
  readonly user?: string;
  readonly argv: readonly string[];
  readonly stdin?: string;
  /** 0 when not said. */
  readonly exit?: number;
  /** What it prints, on whichever stream. */
  readonly says?: RegExp;
  /** What is shown afterwards. */
  readonly then?: readonly Shown[];
  /** The new build is in the batch of the one before it, or in another one. */
  readonly batch?: 'same' | 'other';
}

/** What an address answers, as far as it matters; `BUILD` in `path` is the build that was made last. */
export interface Shown {
  readonly path: string;
  readonly has: Readonly<Record<string, unknown>>;
}

const X86 = 'fedora-42-x86_64';
const DONE = /^Create or edit operation was successful\.$/m;

/** Runs that were left out of the recording, so that what follows them comes out as recorded. */
export const LEFT_OUT: readonly CliCase[] = [
  {
    after: 39,
    argv: ['modify', 'cli1', '--chroot', X86, '--chroot', 'fedora-42-aarch64', '--repo', 'http://n.example.org/'],
  },
  {
    after: 55,
    argv: [
      ...['edit-chroot', `alice/cli1/${X86}`, '--repos', 'http://r.example.org/ http://q.example.org/'],
      ...['--modules', 'a:1,!b:2', '--rpmbuild-with', 'x', '--rpmbuild-without', 'y'],
      ...['--isolation', 'simple', '--bootstrap', 'on'],
    ],
    says: /^Edit chroot operation was successful\.$/m,
  },
  { after: 55, argv: ['edit-chroot', `alice/cli1/${X86}`, '--reset', 'isolation', '--reset', 'bootstrap'] },
  {
    after: 59,
    argv: [
      ...['add-package-scm', 'cli1', '--name', 'pk-scm', '--clone-url', 'https://example.org/a.git'],
      ...['--commit', 'main', '--subdir', 's', '--spec', 'a.spec', '--type', 'git', '--method', 'tito'],
      ...['--webhook-rebuild', 'on', '--max-builds', '3', '--timeout', '600'],
    ],
    says: DONE,
  },
  {
    after: 63,
    argv: [
      ...['add-package-custom', 'cli1', '--name', 'pk-custom', '--script', 'script.sh', '--script-chroot', X86],
      ...['--script-builddeps', 'git make', '--webhook-rebuild', 'on', '--max-builds', '3', '--timeout', '600'],
    ],
    says: DONE,
  },
  { after: 79, argv: ['build', 'cli1', 'http://example.org/foo-1.0-1.src.rpm', '--nowait'], recorded: 76 },
  { after: 99, argv: ['buildgem', 'cli1', '--gem', 'rake', '--nowait'], recorded: 87 },
  { after: 139, user: 'bob', argv: ['request-permissions', 'alice/cli1', '--admin', '--builder'], says: /^success$/m },
];

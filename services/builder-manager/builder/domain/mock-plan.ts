/** How mock is run: once, or in steps when the build may have no network. */
import type { RpmDefinition } from '@kopr/proto';
import { withoutTemplates } from './mock-config.js';

export type StepName = 'rebuild' | 'init' | 'srpm' | 'dependencies' | 'build';

type Argv = readonly [string, ...string[]];

/** One run of mock. */
export interface Step {
  readonly name: StepName;
  readonly argv: Argv;
  /** The path of the source package made before is to be appended. */
  readonly srpm: boolean;
  /** Runs the packager's lines, which may see no network. */
  readonly cut: boolean;
}
export interface MockPaths {
  readonly config: string;
  readonly results: string;
  readonly spec: string;
  readonly sources: string;
  /** Keeps parallel builds apart. */
  readonly uniqueExt: string;
}

/** What every run of mock for this build begins with. */
export function mockArgv({ config, results, uniqueExt }: Pick<MockPaths, 'config' | 'results' | 'uniqueExt'>): Argv {
  return ['mock', '-r', config, '--resultdir', results, '--uniqueext', uniqueExt];
}

/**
 * mock with simple isolation does not cut the network (it only takes resolv.conf away). So with enable_net off all that
 * runs the packager's lines runs in an empty network namespace, and only root's package installation outside of it.
 */
export function planMock(definition: RpmDefinition, paths: MockPaths): Step[] {
  const mock = mockArgv(paths);
  const input = ['--spec', paths.spec, '--sources', paths.sources];
  const conditions = [
    // mock makes macros of them, and those are templates.
    ...definition.with_opts.map((name) => `--with=${withoutTemplates(name)}`),
    ...definition.without_opts.map((name) => `--without=${withoutTemplates(name)}`),
  ];
  if (definition.enable_net) {
    const argv: Argv = [...mock, '--no-cleanup-after', ...conditions, '--rebuild', ...input];
    return [{ name: 'rebuild', argv, srpm: false, cut: false }];
  }
  const kept = ['--no-clean', '--no-cleanup-after'];
  const offline: Argv = [...mock, '--offline', ...kept, ...conditions];
  return [
    { name: 'init', argv: [...mock, '--init'], srpm: false, cut: false },
    { name: 'srpm', argv: [...offline, '--buildsrpm', ...input], srpm: false, cut: true },
    { name: 'dependencies', argv: [...mock, ...kept, '--installdeps'], srpm: true, cut: false },
    { name: 'build', argv: [...offline, '--rebuild'], srpm: true, cut: true },
  ];
}

/**
 * The same command in the network namespace of process `pid`. Its /sys is still the container's, and mock shows it to the
 * build, so the names of interfaces there are covered by the namespace's own. Without that the cut holds all the same.
 */
export function inNetworkOf(pid: number, argv: Argv): [string, ...string[]] {
  const own = ['unshare', '--mount', '--', 'sh', '-c', COVER_INTERFACES, 'sh'];
  return ['nsenter', `--net=/proc/${pid}/ns/net`, '--', ...own, ...argv];
}

const COVER_INTERFACES = `if mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /mnt; then
  for dir in class/net devices/virtual/net; do mount --bind /mnt/$dir /sys/$dir; done
  umount /mnt
fi
exec "$@"`;

/** How mock is run: once, or in steps when the build may have no network. */
import type { RpmDefinition } from '@kopr/proto';

export type StepName = 'rebuild' | 'init' | 'srpm' | 'dependencies' | 'build';

/** One run of mock. `srpm` says that the path of the source package made before is to be appended. */
export interface Step {
  readonly name: StepName;
  readonly argv: readonly [string, ...string[]];
  readonly srpm: boolean;
}
export interface MockPaths {
  readonly config: string;
  readonly results: string;
  readonly spec: string;
  readonly sources: string;
  /** Keeps parallel builds apart. */
  readonly uniqueExt: string;
}

/**
 * mock with simple isolation does not cut the network (it only takes resolv.conf away). So with enable_net off all that
 * runs the packager's lines runs in an empty network namespace, and only root's package installation outside of it.
 */
export function planMock(definition: RpmDefinition, paths: MockPaths): Step[] {
  const mock = ['mock', '-r', paths.config, '--resultdir', paths.results, '--uniqueext', paths.uniqueExt] as const;
  const input = ['--spec', paths.spec, '--sources', paths.sources];
  const conditions = [
    ...definition.with_opts.map((name) => `--with=${name}`),
    ...definition.without_opts.map((name) => `--without=${name}`),
  ];
  if (definition.enable_net) {
    return [
      { name: 'rebuild', argv: [...mock, '--no-cleanup-after', ...conditions, '--rebuild', ...input], srpm: false },
    ];
  }
  const kept = ['--no-clean', '--no-cleanup-after'];
  const offline = ['unshare', '--net', '--', ...mock, '--offline', ...kept, ...conditions] as [string, ...string[]];
  return [
    { name: 'init', argv: [...mock, '--init'], srpm: false },
    { name: 'srpm', argv: [...offline, '--buildsrpm', ...input], srpm: false },
    { name: 'dependencies', argv: [...mock, ...kept, '--installdeps'], srpm: true },
    { name: 'build', argv: [...offline, '--rebuild'], srpm: true },
  ];
}

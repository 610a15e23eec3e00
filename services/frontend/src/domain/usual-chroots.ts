/** The chroots that most instances want, as data. To be brought up to date with every release of a distribution. */

/** A chroot with the name of mock's configuration for it. */
export interface UsualChroot {
  readonly name: string;
  readonly mockConfig: string;
}

const X86_ARM_POWER = ['x86_64', 'aarch64', 'ppc64le'];
const ALL = [...X86_ARM_POWER, 's390x'];

/** `config`: mock's file without the architecture. EPEL is built for on a free rebuild of RHEL, whose root nobody needs a subscription for. */
const RELEASES = [
  { release: 'fedora-43', config: 'fedora-43', arches: ALL },
  { release: 'fedora-44', config: 'fedora-44', arches: ALL },
  { release: 'fedora-45', config: 'fedora-45', arches: ALL },
  { release: 'fedora-rawhide', config: 'fedora-rawhide', arches: ALL },
  { release: 'epel-8', config: 'alma+epel-8', arches: X86_ARM_POWER },
  { release: 'epel-9', config: 'alma+epel-9', arches: ALL },
  { release: 'epel-10', config: 'alma+epel-10', arches: ALL },
  { release: 'centos-stream-9', config: 'centos-stream-9', arches: ALL },
  { release: 'centos-stream-10', config: 'centos-stream-10', arches: ALL },
] as const;

/** All of them, or those of some architectures. */
export function usualChroots(arches: readonly string[] = ALL): UsualChroot[] {
  return RELEASES.flatMap(({ release, config, arches: known }) =>
    known
      .filter((arch) => arches.includes(arch))
      .map((arch) => ({ name: `${release}-${arch}`, mockConfig: `${config}-${arch}` })),
  );
}

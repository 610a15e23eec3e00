/** ExcludeArch and ExclusiveArch of a source, held against a chroot. */
import type { ArchLimits } from '@kopr/proto';
import { parseChrootName } from '@kopr/shared/domain';

/** Copr's names of architectures that stand for several of RPM's. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  i386: ['i386', 'i486', 'i586', 'i686'],
  i586: ['i386', 'i486', 'i586'],
  armhfp: ['armhfp', 'armv7hl', 'armv7hnl'],
};

/** Why the source may not be built in this chroot, or undefined when it may. */
export function whyExcluded(limits: ArchLimits, chroot: string): string | undefined {
  const name = parseChrootName(chroot);
  const limit = name && (limits[name.release] ?? limits['*']);
  if (!limit) return undefined;
  const names = FAMILIES[name.arch] ?? [name.arch];
  const isListed = (arches: readonly string[]) => arches.some((arch) => names.includes(arch));
  if (isListed(limit.exclude)) return `the package excludes ${name.arch} (ExcludeArch)`;
  // `noarch` in the list means: any builder will do.
  const exclusive = limit.exclusive.length > 0 && !limit.exclusive.includes('noarch');
  return exclusive && !isListed(limit.exclusive) ? `the package is not for ${name.arch} (ExclusiveArch)` : undefined;
}

/** The architecture of a worker host that can build the chroot, as `uname -m` says. */
export function hostArch(chroot: string): string | null {
  const arch = parseChrootName(chroot)?.arch ?? null;
  if (arch === null || arch === 'noarch') return null;
  return ['i386', 'i586', 'i686'].includes(arch) ? 'x86_64' : arch;
}

/** ExcludeArch and ExclusiveArch of a source, held against a chroot. */
import type { ArchLimits } from '@kopr/proto';
import { leftOutBy, parseChrootName } from '@kopr/shared/domain';

/** Why the source may not be built in this chroot, or undefined when it may. */
export function whyExcluded(limits: ArchLimits, chroot: string): string | undefined {
  const name = parseChrootName(chroot);
  const lists = name && (limits[name.release] ?? limits['*']);
  const tag = lists && leftOutBy(lists, name.arch);
  return tag && `the package is not for ${name.arch} (${tag})`;
}

/** The architecture of a worker host that can build the chroot, as `uname -m` says. */
export function hostArch(chroot: string): string | null {
  const arch = parseChrootName(chroot)?.arch ?? null;
  if (arch === null || arch === 'noarch') return null;
  return ['i386', 'i586', 'i686'].includes(arch) ? 'x86_64' : arch;
}

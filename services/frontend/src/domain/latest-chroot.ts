/** `fedora-latest-<arch>`: the chroot of the newest Fedora that was branched, whatever that is at the time. */
import { parseChrootName } from '@kopr/shared/domain';

const LATEST = /^fedora-latest-(\w+)$/;

/** The chroot that is meant; a name that means no other stays as it is. Without Fedora, the first of the architecture. */
export function latestChroot(name: string, active: readonly string[]): string {
  const arch = LATEST.exec(name)?.[1];
  if (arch === undefined) return name;
  const fitting = active.filter((chroot) => chroot.endsWith(`-${arch}`));
  const branched = fitting
    .map((chroot) => ({ chroot, version: versionOf(chroot) }))
    .filter(({ version }) => version > 0)
    .sort((a, b) => b.version - a.version);
  const rawhide = fitting.find((chroot) => chroot === `fedora-rawhide-${arch}`);
  return branched[0]?.chroot ?? rawhide ?? fitting[0] ?? name;
}

/** The number of a branched Fedora; 0 for anything else. */
function versionOf(chroot: string): number {
  const digits = /^fedora-(\d+)$/.exec(parseChrootName(chroot)?.release ?? '')?.[1];
  return Number(digits ?? 0);
}

/**
 * Which results of a package nobody needs any more (Copr's `auto_prune`): of builds that ended long ago, all that newer
 * builds made as well. It looks at RPMs, as dnf does, not at builds: a subpackage that no newer build has stays, and so
 * does a higher version that an older build made.
 */
import type { Nevra } from '@kopr/proto';
import { compareEvr, type ChrootState } from '@kopr/shared/domain';

/** A build whose results are still there; all of them are of one package in one directory. */
export interface KeptBuild {
  readonly id: number;
  readonly endedAt: Date | null;
  /** Whether its source came to its end: where it failed, the import may be repeated and the build go on. */
  readonly imported: boolean;
  readonly parts: readonly KeptPart[];
}

/** What it made for one chroot. */
export interface KeptPart {
  readonly chroot: string;
  readonly state: ChrootState;
  readonly packages: readonly Nevra[];
}

/**
 * Those of `builds` whose results may go: over since `before`, no build still waits for their source, and each of their
 * RPMs has a younger brother, in a build that has been over since `settled`: until then somebody may still be about to
 * read the older one, by metadata that he has or for a fork. The newest build always stays, and what is not known to be
 * superseded does.
 */
export function superseded(builds: readonly KeptBuild[], before: Date, settled: Date): number[] {
  const newestFirst = [...builds].sort((a, b) => b.id - a.id);
  const newest = new Map<string, Nevra>();
  return newestFirst.flatMap((build, index) => {
    const good = build.parts.filter(({ state }) => state === 'succeeded' || state === 'forked');
    const isOld = build.endedAt !== null && build.endedAt < before && build.imported;
    const goes = index > 0 && isOld && good.every((part) => isSuperseded(part, newest));
    if (build.endedAt !== null && build.endedAt < settled) for (const part of good) note(part, newest);
    return goes ? [build.id] : [];
  });
}

/** What is known of no RPM is not known to be superseded. */
function isSuperseded({ chroot, packages }: KeptPart, newest: ReadonlyMap<string, Nevra>): boolean {
  const goes = (rpm: Nevra) => {
    const other = newest.get(keyOf(chroot, rpm));
    return other !== undefined && compareEvr(other, rpm) >= 0;
  };
  return packages.length > 0 && packages.every(goes);
}

/** Keeps the highest one of each: the builds that come now are older. */
function note({ chroot, packages }: KeptPart, newest: Map<string, Nevra>): void {
  for (const rpm of packages) {
    const key = keyOf(chroot, rpm);
    const known = newest.get(key);
    if (!known || compareEvr(rpm, known) > 0) newest.set(key, rpm);
  }
}

function keyOf(chroot: string, { name, arch }: Nevra): string {
  return `${chroot} ${name} ${arch}`;
}

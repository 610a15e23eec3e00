/** Chroot names, as `fedora-42-x86_64`, and the dist-git branches that they stand for. */

/** The pieces of a chroot's name; `os` may hold dashes (`centos-stream`), the others may not. */
export interface ChrootName {
  readonly os: string;
  readonly version: string;
  readonly arch: string;
  /** `<os>-<version>`, the name of the distribution's release. */
  readonly release: string;
}

/** Splits a chroot's name from the right; undefined when it is none. */
export function parseChrootName(name: string): ChrootName | undefined {
  const [, os, version, arch] = /^([\w.+-]+)-([\w.+]+)-(\w+)$/.exec(name) ?? [];
  if (os === undefined || version === undefined || arch === undefined) return undefined;
  return { os, version, arch, release: `${os}-${version}` };
}

type Rule = (version: string) => string;

/** Copr's names of branches; every other distribution's is its name and version without the dash. */
const RULES: Readonly<Record<string, Rule>> = {
  fedora: (version) => (version === 'rawhide' ? 'master' : `f${version}`),
  epel: (version) => (Number(version) <= 6 ? `el${version}` : `epel${version}`),
  mageia: (version) => (version === 'cauldron' ? 'cauldron' : `mga${version}`),
};

/** The dist-git branch that a chroot is built from, unless an admin set another: `fedora-42-x86_64` → `f42`. */
export function branchOf(chrootName: string): string {
  const chroot = parseChrootName(chrootName);
  if (!chroot) return chrootName.replaceAll('-', '');
  const rule = Object.hasOwn(RULES, chroot.os) ? RULES[chroot.os] : undefined;
  return rule ? rule(chroot.version) : `${chroot.os}${chroot.version}`;
}

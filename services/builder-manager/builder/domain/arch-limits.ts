/** Whether a source may be built on this architecture, from its own header. */

export interface Limits {
  readonly exclusive: readonly string[];
  readonly exclude: readonly string[];
  readonly build: readonly string[];
}

/** `rpm --qf` that prints the three lists of a source package, one a line. */
export const LIMITS_FORMAT = '[%{EXCLUSIVEARCH} ]\\n[%{EXCLUDEARCH} ]\\n[%{BUILDARCHS} ]\\n';

/** Reads what LIMITS_FORMAT printed. */
export function parseLimits(text: string): Limits {
  const [exclusive = [], exclude = [], build = []] = text.split('\n').map((line) => line.split(' ').filter(isArch));
  return { exclusive, exclude, build };
}

/** Why `arch` is left out, or undefined when it is not. A noarch package may name noarch as its only architecture. */
export function exclusionOf(limits: Limits, arch: string): string | undefined {
  if (limits.exclude.includes(arch)) return `ExcludeArch: ${limits.exclude.join(' ')}`;
  if (limits.exclusive.length === 0 || limits.exclusive.includes(arch)) return undefined;
  if (limits.build.includes('noarch') && limits.exclusive.includes('noarch')) return undefined;
  return `ExclusiveArch: ${limits.exclusive.join(' ')}`;
}

/** The architecture that a chroot's name ends with. */
export function archOf(chroot: string): string {
  return chroot.slice(chroot.lastIndexOf('-') + 1);
}

// rpm prints "(none)" for a tag that is not there.
function isArch(word: string): boolean {
  return /^\w+$/.test(word);
}

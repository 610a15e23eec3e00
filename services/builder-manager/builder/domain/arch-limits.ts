/** Whether a source may be built on this architecture, from its own header. */
import { type ArchLists, knownLists, leftOutBy } from '@kopr/shared/domain';

/** `rpm --qf` that prints the three lists of a source package, one a line. */
export const LIMITS_FORMAT = '[%{EXCLUSIVEARCH} ]\\n[%{EXCLUDEARCH} ]\\n[%{BUILDARCHS} ]\\n';

/** Reads what LIMITS_FORMAT printed. */
export function parseLimits(text: string): ArchLists {
  const [exclusive = [], exclude = [], build = []] = text.split('\n').map(wordsOf);
  return knownLists({ exclusive, exclude, build });
}

// rpm prints "(none)" for a tag that is not there.
function wordsOf(line: string): string[] {
  return line.split(' ').filter((word) => word !== '' && word !== '(none)');
}

/** Why `arch` is left out, or undefined when it is not. */
export function exclusionOf(lists: ArchLists, arch: string): string | undefined {
  const tag = leftOutBy(lists, arch);
  return tag && `${tag}: ${(tag === 'ExcludeArch' ? lists.exclude : lists.exclusive).join(' ')}`;
}

/** The architecture that a chroot's name ends with. */
export function archOf(chroot: string): string {
  return chroot.slice(chroot.lastIndexOf('-') + 1);
}

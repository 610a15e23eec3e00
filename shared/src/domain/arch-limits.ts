/**
 * ExclusiveArch and ExcludeArch, the one rule: dist-git reads a header by it, the frontend plans by it, builders end by it.
 * Being left out is final, so in doubt nothing is: rpmbuild in the chroot has the last word.
 */

/** The words of a source package's header. */
export interface ArchLists {
  readonly exclusive: string[];
  readonly exclude: string[];
  readonly build: string[];
}

/** Which of the two leaves an architecture out. */
export type ArchTag = 'ExclusiveArch' | 'ExcludeArch';

/**
 * What of the lists limits anything. A macro that was not known where the header was written stays a macro there. Among
 * what is excluded it means one more, perhaps; but a list of all that is allowed says nothing when one word is not known.
 */
export function knownLists({ exclusive, exclude, build }: ArchLists): ArchLists {
  return {
    exclusive: exclusive.every(isArch) ? exclusive : [],
    exclude: exclude.filter(isArch),
    build: build.filter(isArch),
  };
}

function isArch(word: string): boolean {
  return /^\w{1,64}$/.test(word);
}

/** Copr's names of architectures that stand for several of RPM's; first what rpm calls itself in such a root. */
const FAMILIES: Readonly<Record<string, readonly [own: string, ...others: string[]]>> = {
  i386: ['i686', 'i586', 'i486', 'i386'],
  i586: ['i586', 'i686', 'i486', 'i386'],
  armhfp: ['armv7hl', 'armv7hnl', 'armhfp'],
};

/** What leaves a chroot's architecture out, or undefined when nothing does. */
export function leftOutBy({ exclusive, exclude }: ArchLists, arch: string): ArchTag | undefined {
  const family = Object.hasOwn(FAMILIES, arch) ? FAMILIES[arch] : undefined;
  const [own, ...others] = family ?? [arch];
  if (exclude.includes(own) || exclude.includes(arch)) return 'ExcludeArch';
  // `noarch` in the list means: any builder will do.
  const allowed = [own, arch, ...others, 'noarch'];
  return exclusive.length > 0 && !allowed.some((one) => exclusive.includes(one)) ? 'ExclusiveArch' : undefined;
}

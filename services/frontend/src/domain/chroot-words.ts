/** What packagers may write into a chroot's settings, so that rpm and mock understand it as it is meant. */

/** Together they become one line of mock's configuration, or words on a command line. */
const MAX_WORDS = 500;
const MAX_CHARS = 255;

/** What is wrong with names of build conditions: rpm makes macros of them, and leaves out in silence what cannot be one. */
export function whyNotConditions(names: readonly string[]): string[] {
  const bad = names.find((name) => name.length > MAX_CHARS || !/^[A-Za-z0-9_]+$/.test(name));
  if (bad === undefined) return tooMany(names);
  return [`'${shown(bad)}' is no name of a build condition: rpm knows letters, digits and _ in it.`];
}

/** What is wrong with packages for the build root: dnf would take a dash in front for an option. */
export function whyNotPackages(names: readonly string[]): string[] {
  const bad = names.find((name) => name.length > MAX_CHARS || !/^[^-\s\p{C}][^\s\p{C}]*$/u.test(name));
  return bad === undefined ? tooMany(names) : [`'${shown(bad)}' is no name of a package.`];
}

/** What is wrong with the image that mock's bootstrap root is made from. */
export function whyNotImage(image: string): string | undefined {
  const fits = image.length <= MAX_CHARS && /^[./\w][-./\w]*(:[\w.-]+)?$/.test(image);
  return fits
    ? undefined
    : 'Enter valid bootstrap image id (<name>[:<tag>], e.g. fedora:33 or registry.fedoraproject.org/fedora:rawhide).';
}

function tooMany(names: readonly string[]): string[] {
  return names.length > MAX_WORDS ? [`At most ${MAX_WORDS} words are taken.`] : [];
}

function shown(word: string): string {
  return word.slice(0, MAX_CHARS);
}

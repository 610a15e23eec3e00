/** Which architectures a source package leaves out. */
import { knownLists, leftOutBy, type ArchLists } from '@kopr/shared/domain';
import { expect } from 'chai';

const lists = (words: Partial<ArchLists>): ArchLists => ({ exclusive: [], exclude: [], build: [], ...words });

type Row = readonly [words: Partial<ArchLists>, arch: string, leftOut?: ReturnType<typeof leftOutBy>];

const RULES: readonly Row[] = [
  [{}, 'x86_64'],
  [{ exclusive: ['x86_64', 'aarch64'] }, 'aarch64'],
  [{ exclusive: ['x86_64', 'aarch64'] }, 's390x', 'ExclusiveArch'],
  [{ exclude: ['s390x'] }, 's390x', 'ExcludeArch'],
  [{ exclude: ['s390x'] }, 'x86_64'],
  [{ exclusive: ['x86_64'], exclude: ['x86_64'] }, 'x86_64', 'ExcludeArch'],
  // Any builder will do for noarch.
  [{ exclusive: ['aarch64', 'noarch'], build: ['noarch'] }, 'x86_64'],
  [{ exclusive: ['aarch64', 'noarch'] }, 'x86_64'],
  [{ exclusive: ['aarch64'], build: ['noarch'] }, 'x86_64', 'ExclusiveArch'],
  // Copr's names of architectures are not RPM's.
  [{ exclusive: ['x86_64', 'i686'] }, 'i386'],
  [{ exclusive: ['i386'] }, 'i386'],
  [{ exclusive: ['i686'] }, 'i586'],
  [{ exclusive: ['i586'] }, 'i686', 'ExclusiveArch'],
  [{ exclusive: ['x86_64'] }, 'i386', 'ExclusiveArch'],
  [{ exclusive: ['armv7hl'] }, 'armhfp'],
  [{ exclude: ['i686'] }, 'i386', 'ExcludeArch'],
  [{ exclude: ['i386'] }, 'i386', 'ExcludeArch'],
  [{ exclude: ['i486'] }, 'i386'],
  [{ exclude: ['armv7hl'] }, 'armhfp', 'ExcludeArch'],
  [{ exclude: ['aarch64'] }, 'constructor'],
  // Macros that were not known where the header was written.
  [{ exclusive: ['x86_64', '%{some_arches}'] }, 'aarch64'],
  [{ exclusive: ['%{java_arches}', 'noarch'] }, 's390x'],
  [{ exclusive: ['x86_64,', 'aarch64'] }, 's390x'],
  [{ exclusive: [''] }, 'x86_64'],
  [{ exclude: ['%{some_arches}', 'aarch64'] }, 'aarch64', 'ExcludeArch'],
  [{ exclude: ['%{some_arches}', 'aarch64'] }, 'x86_64'],
  [{ exclusive: ['x86_64', '%{some_arches}'], exclude: ['s390x'] }, 's390x', 'ExcludeArch'],
];

describe('architectures that a source package leaves out', () => {
  for (const [words, arch, leftOut] of RULES) {
    it(`${JSON.stringify(words)} on ${arch}: ${leftOut ?? 'none'}`, () => {
      expect(leftOutBy(knownLists(lists(words)), arch)).to.equal(leftOut);
    });
  }
});

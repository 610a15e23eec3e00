/** Every text of a header, with what would do harm in a page, a terminal, a path, a message or a macro. */
import type { ArchLists } from '@kopr/shared/domain';
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import type { Bait } from '../kit/bait.js';
import { type Item, plain, refused, SPEC } from '../kit/item.js';

/** What ends up in pages, messages or paths is refused; the rest nobody reads. */
const READ: Readonly<Record<string, number>> = { NAME: TAG.name, VERSION: TAG.version, RELEASE: TAG.release };
const UNREAD: Readonly<Record<string, number>> = {
  SUMMARY: 1004,
  DESCRIPTION: 1005,
  BUILDHOST: 1007,
  DISTRIBUTION: 1010,
  VENDOR: 1011,
  LICENSE: 1014,
  PACKAGER: 1015,
  GROUP: 1016,
  URL: 1020,
  OS: 1021,
  ARCH: TAG.arch,
  CHANGELOGTEXT: 1082,
  COOKIE: 1094,
  OPTFLAGS: 1122,
  PAYLOADFLAGS: 1126,
  PLATFORM: 1132,
  VCS: 5034,
};
/** Words that are no names of architectures limit nothing. */
const ARCHES: Readonly<Record<string, number>> = {
  EXCLUDEARCH: TAG.excludeArch,
  EXCLUSIVEARCH: TAG.exclusiveArch,
  BUILDARCHS: TAG.buildArchs,
};

const SOME_ARCHES = ['x86_64', '%(id)', '<b>', 'aarch64\n', '%{some_arches}', 'noarch'];

const EVIL: readonly (readonly [title: string, text: (bait: Bait) => string])[] = [
  ['HTML', () => '<script>alert(1)</script>'],
  ['several lines', () => 'a\r\nBcc: everybody@example.org\n\nb'],
  ['commands of a terminal', () => '\u001b]0;x\u0007\u001b[31m'],
  ['macros', ({ touch }) => `%(touch ${touch})%{lua:io.open("${touch}","w")}`],
  ['a path', ({ token }) => `../../../../tmp/${token}`],
  ['a command', ({ touch }) => `$(touch ${touch});touch ${touch}`],
  ['a dash', () => '-1'],
  ['a space', () => 'a b'],
  ['text from right to left', () => '\u202eabc'],
  ['nothing', () => ''],
  ['100,000 letters', () => 'x'.repeat(100_000)],
];
/** Names have their own rules. */
const EVIL_NAMES: readonly (readonly [title: string, name: string])[] = [
  ['the directory above', '..'],
  ['a hidden directory', '.hello'],
  ['git’s directory', 'hello.git'],
  ['an option', '--upload-pack=id'],
  ['201 letters', 'x'.repeat(201)],
  ['other scripts', 'привет'],
  ['a plus', '+hello'],
  ['a colon', 'a:b'],
];

const tagged = (tag: number, text: (bait: Bait) => string) => (bait: Bait) => writeSrpm({ tags: [[tag, text(bait)]] });
const allTagged = (tags: Readonly<Record<string, number>>, text: (bait: Bait) => string) => (bait: Bait) =>
  writeSrpm({ tags: Object.values(tags).map((tag) => [tag, text(bait)]) });

function limited(title: string, make: Item['make'], arches: ArchLists): Item {
  return { title, make, ends: { holds: { 'hello.spec': SPEC.content }, arches } };
}

export const TEXTS: readonly Item[] = [
  ...Object.entries(READ).flatMap(([name, tag]) =>
    EVIL.map(([title, text]) => refused(`${name} with ${title}`, tagged(tag, text), /^(not-an-srpm|unsafe-name): /)),
  ),
  ...EVIL_NAMES.map(([title, name]) =>
    refused(`NAME that is ${title}`, () => writeSrpm({ name }), /^(not-an-srpm|unsafe-name): .*name/),
  ),
  ...EVIL.map(([title, text]) => plain(`all other texts with ${title}`, allTagged(UNREAD, text))),
  ...EVIL.map(([title, text]) =>
    limited(`lists of architectures with ${title}`, allTagged(ARCHES, text), { exclusive: [], exclude: [], build: [] }),
  ),
  ...Object.entries(ARCHES).map(([name, tag]) =>
    limited(`${name} of which some are none`, () => writeSrpm({ tags: [[tag, SOME_ARCHES]] }), {
      // All that is allowed is not known where one of it is not.
      exclusive: [],
      exclude: name === 'EXCLUDEARCH' ? ['x86_64', 'noarch'] : [],
      build: name === 'BUILDARCHS' ? ['x86_64', 'noarch'] : [],
    }),
  ),
];

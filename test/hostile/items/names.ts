/** File names that lead elsewhere, mean something to somebody, or only look evil. */
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import type { Bait } from '../kit/bait.js';
import { type Item, plain, refused, SPEC, withFiles } from '../kit/item.js';

/** With the token in it, so that it is noticed wherever it lands. */
type Name = (bait: Bait) => string;

const LEADING_ELSEWHERE: readonly (readonly [title: string, name: Name])[] = [
  ['one directory up', ({ token }) => `../${token}`],
  ['many directories up', ({ token }) => `${'../'.repeat(20)}tmp/${token}`],
  ['up from inside', ({ token }) => `a/../../${token}`],
  ['to an absolute place', ({ token }) => `/tmp/${token}`],
  ['to the bait itself', ({ touch }) => touch],
  ['into a directory', ({ token }) => `a/${token}`],
  ['to the directory that it is in', ({ token }) => `./${token}`],
  ['up by backslashes', ({ token }) => `..\\..\\${token}`],
  ['to a drive', ({ token }) => `C:\\${token}`],
  ['to a share', ({ token }) => `\\\\host\\${token}`],
  ['a thousand directories deep', ({ token }) => `${'d/'.repeat(1000)}${token}`],
  ['into the hooks of a repository', () => '.git/hooks/post-receive'],
  ['into the hooks of our repository', () => '../../../git/alice/tools/hello.git/hooks/post-receive'],
  ['to the parent', () => '..'],
  ['to itself', () => '.'],
  ['nowhere', () => ''],
];

const MEANING_SOMETHING: readonly (readonly [title: string, name: string, reason: RegExp])[] = [
  ['git’s directory', '.git', /means something to git/],
  ['git’s directory in capitals', '.GIT', /means something to git/],
  ['git’s attributes', '.gitattributes', /means something to git/],
  ['git’s modules', '.gitmodules', /means something to git/],
  ['git’s ignore list', '.gitignore', /means something to git/],
  ['git’s directory by its short name', 'GIT~1', /means something to git/],
  ['git’s directory as a stream', '.git::$INDEX_ALLOCATION', /means something to git/],
  ['git’s directory with a joiner inside', '.g\u200cit', /control characters/],
  ['the list of archives', 'sources', /kept for the list of archives/],
  ['an option', '-rf', /begins with a dash/],
  ['a long option', '--upload-pack=id', /begins with a dash/],
  ['two lines', 'a\nb', /control characters/],
  ['two columns', 'a\tb', /control characters/],
  ['a carriage return', 'a\rb', /control characters/],
  ['a terminal’s command', 'a\u001b[2Jb', /control characters/],
  ['a deleted character', 'a\u007fb', /control characters/],
  ['text from right to left', 'a\u202egpj.exe', /control characters/],
  ['a line separator', 'a\u2028b', /control characters/],
  ['a paragraph separator', 'a\u2029b', /control characters/],
  ['a mark of byte order', '\ufeffa', /control characters/],
  ['256 letters', 'x'.repeat(256), /longer than 255 bytes/],
  ['128 letters of two bytes', 'ü'.repeat(128), /longer than 255 bytes/],
  ['4,000 letters', 'x'.repeat(4000), /longer than 255 bytes/],
];

/** For the payload only: a header would hold something else. */
const NOT_UTF8: readonly (readonly [title: string, bytes: number[]])[] = [
  ['Latin-1', [0x66, 0xfc, 0x72]],
  ['bytes that begin nothing', [0xff, 0xfe]],
  ['dots and a slash, too long', [0xc0, 0xae, 0xc0, 0xae, 0xc0, 0xaf, 0x78]],
  ['half a pair', [0xed, 0xa0, 0x80]],
  ['a character cut in the middle', [0x61, 0xe2, 0x82]],
];

const ODD_BUT_PLAIN: readonly (readonly [title: string, ...names: string[]])[] = [
  [
    'names of a repository’s own files',
    'HEAD',
    'config',
    'hooks',
    'objects',
    'refs',
    'index',
    'post-receive',
    'update',
  ],
  [
    'what a shell would run',
    '$(id).patch',
    '`id`.patch',
    'a;id',
    'a|id',
    'a&id',
    '>x',
    '$HOME',
    "a'b",
    'a"b',
    '~root',
    '*',
  ],
  ['what rpm would expand', '%(id).patch', '%{lua:os.exit()}', '%include x'],
  ['what git reads as a pathspec', ':(glob)x', ':!x', '@{u}', '!x', '#x', '"quoted"'],
  ['tags of HTML', '<img src=x onerror=alert(1)>.patch', '&lt;b&gt;.patch'],
  ['spaces', 'a b.patch', ' a', 'a '],
  ['twins by case', 'A.patch', 'a.patch'],
  ['twins by normal form', '\u00e9.patch', 'e\u0301.patch'],
  ['names of devices', 'con', 'nul.txt', 'aux', 'COM1'],
  ['hidden files', '.bashrc', '.ssh', '...hidden'],
  ['255 bytes', 'x'.repeat(255)],
  ['other scripts', '日本語.patch', '🚀.patch', 'עברית.patch'],
  ['names of JavaScript’s own', '__proto__', 'constructor', 'toString'],
  ['the end of an archive, nearly', 'TRAILER!!', 'TRAILER!!!!'],
];

/** Header and payload may each tell the truth while the other does not. */
function everywhere(title: string, name: Name, reason: RegExp): Item[] {
  const good = { name: 'innocent', content: 'x' };
  const evil = (bait: Bait) => ({ ...good, name: name(bait) });
  return [
    refused(
      `a name that is ${title}, in the payload`,
      (bait) => writeSrpm({ files: [SPEC, evil(bait)], headerFiles: [SPEC, good] }),
      reason,
    ),
    refused(
      `a name that is ${title}, in the header`,
      (bait) => writeSrpm({ files: [SPEC, good], headerFiles: [SPEC, evil(bait)] }),
      reason,
    ),
  ];
}

const contents = (names: readonly string[]) => names.map((name, index) => ({ name, content: `${index}\n` }));

export const NAMES: readonly Item[] = [
  ...LEADING_ELSEWHERE.flatMap(([title, name]) => everywhere(title, name, /^unsafe-name: the file name/)),
  ...MEANING_SOMETHING.flatMap(([title, name, reason]) => everywhere(title, () => name, reason)),
  ...NOT_UTF8.map(([title, bytes]) =>
    refused(
      `a name that is no UTF-8: ${title}`,
      withFiles({ name: Buffer.from(bytes), content: 'x' }),
      /^unsafe-name: .*not UTF-8/,
    ),
  ),
  refused(
    'a name with a NUL',
    withFiles({ name: 'a\0b', content: 'x' }),
    /^not-an-srpm: .*does not end where it should/,
  ),
  refused(
    'a name that comes twice',
    withFiles({ name: 'a', content: '1' }, { name: 'a', content: '2' }),
    /^unsafe-name: .*twice/,
  ),
  refused(
    'a name that comes twice in the payload only',
    () =>
      writeSrpm({
        files: [SPEC, { name: 'a', content: '1' }, { name: 'a', content: '1' }],
        headerFiles: [SPEC, { name: 'a', content: '1' }],
      }),
    /^unsafe-name: .*comes twice/,
  ),
  refused(
    'an archive whose line nobody could read',
    withFiles({ name: 'a) = 0 (b.tgz', content: 'x' }),
    /^unsafe-name: .*parenthesis/,
  ),
  ...ODD_BUT_PLAIN.map(([title, ...names]) => {
    const files = contents(names);
    return plain(
      `names that are ${title}`,
      withFiles(...files),
      Object.fromEntries(files.map(({ name, content }) => [name, content])),
    );
  }),
];

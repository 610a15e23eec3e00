/** Specs that would leave a mark if anybody evaluated them. They are text, and go into git as they are. */
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import type { Bait } from '../kit/bait.js';
import { type Item, plain, refused, SPEC, withFiles } from '../kit/item.js';

const MAX_SPEC_BYTES = 8 * 1024 * 1024;

const EVALUATED: readonly (readonly [title: string, lines: (bait: Bait) => string])[] = [
  ['runs a shell', ({ touch }) => `%(touch ${touch})`],
  ['runs a shell in its name', ({ touch }) => `Name: %(touch ${touch}; echo hello)`],
  ['runs a shell in a comment', ({ touch }) => `# %(touch ${touch})`],
  ['runs a shell in a definition', ({ touch }) => `%global x %(touch ${touch})`],
  ['runs a shell in a condition', ({ touch }) => `%if 0%(touch ${touch})\n%endif`],
  ['runs a shell in an expression', ({ touch }) => `%[ "%(touch ${touch})" != "" ]`],
  ['runs a shell where a macro is missing', ({ touch }) => `%{!?nothing:%(touch ${touch})}`],
  ['runs a shell twice expanded', ({ touch }) => `%{expand:%%(touch ${touch})}`],
  ['runs a shell for its architecture', ({ touch }) => `BuildArch: %(touch ${touch}; echo noarch)`],
  ['runs a shell for its requirements', ({ touch }) => `BuildRequires: %(touch ${touch}; echo make)`],
  ['runs a shell for its source', ({ touch }) => `Source0: %(touch ${touch}; echo hello.tar.gz)`],
  ['runs Lua', ({ touch }) => `%{lua: local f = io.open("${touch}", "w"); f:write("x"); f:close()}`],
  ['runs Lua that runs a shell', ({ touch }) => `%{lua: os.execute("touch ${touch}")}`],
  ['runs Lua that spawns', ({ touch }) => `%{lua: posix.exec("/bin/touch", "${touch}")}`],
  ['includes a file of the system', () => '%include /etc/passwd'],
  ['loads macros', () => '%{load:/etc/passwd}'],
  ['unpacks', () => '%{uncompress:/etc/passwd}'],
  ['asks the environment', () => 'Version: %{getenv:HOME}'],
  ['has a source at an address', ({ url }) => `Source0: ${url}/source.tar.gz`],
  ['has a patch at an address', ({ url }) => `Patch0: ${url}/fix.patch`],
  ['has an icon of the system', () => 'Icon: ../../../../etc/passwd'],
  ['has sections that touch', ({ touch }) => `%prep\ntouch ${touch}\n%build\ntouch ${touch}\n%install\ntouch ${touch}`],
  ['has a script in Lua', ({ touch }) => `%post -p <lua>\nio.open("${touch}", "w")`],
  ['never ends', () => '%define a %a\n%a'],
  ['dumps', () => '%dump\n%trace'],
];

const ODD: readonly (readonly [title: string, content: Buffer])[] = [
  ['is empty', Buffer.alloc(0)],
  ['is binary', Buffer.from([0, 1, 2, 255, 254, 0])],
  ['is no UTF-8', Buffer.from([0x4e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xff, 0xfe])],
  ['has lines of Windows', Buffer.from('Name: hello\r\nVersion: 1\r\n')],
  ['begins with a mark of byte order', Buffer.from('\ufeffName: hello\n')],
  ['is one line of a million letters', Buffer.from('x'.repeat(1_000_000))],
  ['has 300,000 lines', Buffer.from('%if 1\n'.repeat(300_000))],
  ['is as large as specs may be', Buffer.alloc(MAX_SPEC_BYTES, 'a')],
  ['ends like a command of git', Buffer.from('x\n\ndone\n')],
  ['is HTML', Buffer.from('<script>alert(1)</script>')],
];

const specOf = (content: string | Buffer) => ({ name: 'hello.spec', content });

export const SPECS: readonly Item[] = [
  ...EVALUATED.map(([title, lines]) => evaluated(title, lines)),
  ...ODD.map(([title, content]) =>
    plain(`a spec that ${title}`, () => writeSrpm({ files: [specOf(content)] }), { 'hello.spec': content }),
  ),
  refused(
    'a spec that is a byte too large',
    () => writeSrpm({ files: [specOf(Buffer.alloc(MAX_SPEC_BYTES + 1, 'a'))] }),
    /^too-large: the spec has 8388609 bytes; 8388608 are allowed/,
  ),
  refused('no spec', () => writeSrpm({ files: [{ name: 'a.txt', content: 'x' }] }), /^no-spec: .*found: none/),
  refused('no files at all', () => writeSrpm({ files: [] }), /^no-spec: .*found: none/),
  refused('two specs', withFiles({ name: 'b.spec', content: 'x' }), /^no-spec: .*hello.spec, b.spec/),
  refused(
    '900 specs',
    withFiles(...Array.from({ length: 900 }, (_, index) => ({ name: `f${index}.spec`, content: '' }))),
    /^no-spec: /,
  ),
  refused('a spec in capitals', () => writeSrpm({ files: [{ name: 'HELLO.SPEC', content: 'x' }] }), /^no-spec/),
  refused('a spec by a longer name', () => writeSrpm({ files: [{ name: 'hello.spec.in', content: 'x' }] }), /^no-spec/),
  refused(
    'a spec in a directory',
    () => writeSrpm({ files: [{ name: 'a/hello.spec', content: 'x' }] }),
    /^unsafe-name/,
  ),
  plain('a spec without a name', () => writeSrpm({ files: [{ name: '.spec', content: SPEC.content }] }), {
    '.spec': SPEC.content,
  }),
  plain(
    'a spec by the name of another package',
    () => writeSrpm({ files: [{ name: 'other.spec', content: SPEC.content }] }),
    { 'other.spec': SPEC.content },
  ),
];

/** The content depends on where the bait lies, so what git must hold is known when the item is made. */
function evaluated(title: string, lines: (bait: Bait) => string): Item {
  let content = '';
  const holds = {
    get 'hello.spec'() {
      return content;
    },
  };
  const make = (bait: Bait): Buffer => {
    content = `Name: hello\nVersion: 1\nRelease: 1\n${lines(bait)}\n%description\nIt ${title}.\n`;
    return writeSrpm({ files: [specOf(content)] });
  };
  return plain(`a spec that ${title}`, make, holds);
}

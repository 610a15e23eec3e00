/** Made-up sources: a package as people make them, one whose every text is mark-up, one of odd things, an empty one. */
import { mkdirSync } from 'node:fs';
import { type Layout, layoutOf } from '../../src/domain/layout.js';
import { byteTextOf } from '../../src/domain/byte-text.js';
import { ensureRepository } from '../../src/git/repository.js';
import { HELLO_COMMITS } from './sample-hello.js';
import { type Held, type Told, writeHistory } from './write-history.js';

/** Mark-up that would do something. */
export const EVIL = '<script>alert(1)</script>';
/** A directory of a thousand files and more. */
export const MANY = 10_000;
const LINK = '120000';
const MODULE = '160000';
const PROGRAM = '100755';
const LINES = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join('');

const ODD: readonly Told[] = [
  {
    branch: 'main',
    message: 'begin',
    files: {
      'odd.spec': 'Name: odd\n',
      empty: '',
      binary: Buffer.from([0, 1, 2, 255, 254]),
      huge: `${'x'.repeat(79)}\n`.repeat(20_000),
      'lines.txt': '\n'.repeat(10_001),
      'marks.txt': '\u200b'.repeat(20_001),
      'macros.spec': `Name: x\n${'%a '.repeat(20_000)}\n%b\n`,
      'wide.txt': `${'a long line '.repeat(500)}\n`,
      'latin1.txt': Buffer.from('caf\u00e9\n', 'latin1'),
      [byteTextOf('grüße.txt')]: 'servus\n',
      'name-\xff.txt': 'a name that is not UTF-8\n',
      'with space & "quotes" #1?.txt': 'quoted\n',
      link: { mode: LINK, content: '../../etc/passwd' },
      module: { mode: MODULE, content: '1234567890123456789012345678901234567890' },
      'windows.txt': 'one\r\ntwo\r\n',
      'no-newline.txt': 'no newline at its end',
      'unseen.txt': 'if (admin\u202e \u2066// only\u2069) {\n\u001b[31mred\n\u200b\n',
      'old-name.txt': LINES,
      'script.sh': '#!/bin/sh\n',
      'goes.txt': 'soon gone\n',
      'becomes-link': 'a file\n',
      'dir/sub/deep.txt': 'deep\n',
    },
  },
  {
    branch: 'main',
    message: 'change everything',
    files: {
      'old-name.txt': null,
      'new-name.txt': LINES.replace('line 7\n', 'line seven\n'),
      'script.sh': { mode: PROGRAM, content: '#!/bin/sh\n' },
      'goes.txt': null,
      'becomes-link': { mode: LINK, content: 'empty' },
      binary: Buffer.from([0, 9, 9]),
      'windows.txt': 'one\r\nthree\r\n',
      'no-newline.txt': 'still none',
      'also-empty': '',
      module: { mode: MODULE, content: '2234567890123456789012345678901234567890' },
      'dir/sub/deep.txt': 'deeper\n',
    },
  },
  { branch: 'side', from: 1, message: 'go another way', files: { 'side.txt': 'aside\n' } },
  { branch: 'main', message: "Merge branch 'side'", merges: [3], files: { 'side.txt': 'aside\n' } },
  {
    branch: 'many',
    message: `add ${MANY} files`,
    files: Object.fromEntries(Array.from({ length: MANY }, (_, at): [string, Held] => [`many/${at}.txt`, `${at}\n`])),
  },
  { branch: 'latin', message: Buffer.from('\u00e4ndern\n', 'latin1'), files: { a: 'a\n' } },
];

const EVILS: readonly Told[] = [
  {
    branch: 'main',
    message: `${EVIL}\n\n${EVIL}\n\nVersion: ${EVIL}\nBuild: ${EVIL}\n`,
    author: EVIL.replace(/[<>]/g, '"'),
    files: {
      'README.md': `${EVIL}\n`,
      'evil.spec': `# ${EVIL}\nName: ${EVIL}\n%{${EVIL}}\n%prep\n${EVIL}\n`,
      sources: `SHA512 (${EVIL}) = ${'a'.repeat(128)}\n${EVIL}\n`,
      [`"onload=alert(1) '${EVIL.replace('/', '%2f')}.txt`]: `${EVIL}\n`,
    },
  },
  { branch: 'main', message: EVIL, files: { 'README.md': `</code>${EVIL}\n` } },
];

/** The hashes of each package's commits, in the order of their making. */
export interface SampleSources {
  readonly layout: Layout;
  readonly hello: readonly string[];
  readonly odd: readonly string[];
  readonly evil: readonly string[];
}

/** Makes all of it below an empty directory. */
export async function makeSources(dataDir: string): Promise<SampleSources> {
  const layout = layoutOf(dataDir);
  const at = (owner: string, dirname: string, name: string) => layout.repository({ owner, dirname, package: name });
  const empty = async (name: string): Promise<void> => {
    const work = `${dataDir}/work/${name}`;
    mkdirSync(work, { recursive: true });
    await ensureRepository(at('alice', 'tools', name), 'main', work);
  };
  for (const name of ['empty', 'python-requests', 'zlib-ng', 'a-package-with-quite-a-long-name-as-they-sometimes-are'])
    await empty(name);
  await writeHistory(at('alice', 'tools:pr:12', 'hello'), 'f42', HELLO_COMMITS.slice(0, 1));
  return {
    layout,
    hello: await writeHistory(at('alice', 'tools', 'hello'), 'f42', HELLO_COMMITS),
    odd: await writeHistory(at('alice', 'odd', 'odd'), 'main', ODD),
    evil: await writeHistory(at('@devel', 'evil', 'evil'), 'main', EVILS),
  };
}

/** What is no plain file with one name. */
import { gzipSync } from 'node:zlib';
import { writeCpio } from '../../../services/dist-git/test/cpio-writer.js';
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { type Item, plain, refused, SPEC, withFiles } from '../kit/item.js';

const FILE_LINK_TOS = 1036;
const FILE_MODES = 1030;
const FILE_FLAGS = 1037;
const GHOST = 1 << 6;

const TARGETS: readonly (readonly [title: string, target: string])[] = [
  ['a system’s file', '/etc/passwd'],
  ['the root', '/'],
  ['the hooks', '../../../git/alice/tools/hello.git/hooks'],
  ['itself', 'evil'],
  ['a process’s memory', '/proc/self/mem'],
  ['nothing', ''],
];

const SPECIAL: readonly (readonly [title: string, mode: number, reason: RegExp])[] = [
  ['a directory', 0o040755, /is a directory/],
  ['a character device', 0o020666, /is a device/],
  ['a block device', 0o060666, /is a device/],
  ['a pipe', 0o010666, /is a pipe/],
  ['a socket', 0o140777, /is a socket/],
  ['of no type', 0o000644, /is not a plain file/],
  ['of all types', 0o170777, /is not a plain file/],
  ['of a mode with all bits', 0xffffffff, /is not a plain file/],
];

export const LINKS: readonly Item[] = [
  ...TARGETS.map(([title, target]) =>
    refused(
      `a symbolic link to ${title}`,
      withFiles({ name: 'evil', content: target, mode: 0o120777 }),
      /^unsafe-name: .*symbolic link/,
    ),
  ),
  refused(
    'a file behind a symbolic link out',
    ({ token }) =>
      writeSrpm({
        files: [SPEC, { name: 'out', content: '/tmp', mode: 0o120777 }, { name: `out/${token}`, content: 'x' }],
        headerFiles: [SPEC],
      }),
    /^unsafe-name: .*symbolic link/,
  ),
  refused(
    'a spec that is a symbolic link',
    () => writeSrpm({ files: [{ ...SPEC, content: '/etc/passwd', mode: 0o120777 }] }),
    /symbolic link/,
  ),
  refused('a hard link', withFiles({ name: 'evil', content: '', links: 2 }), /^unsafe-name: .*hard link/),
  refused(
    'two names of one file',
    withFiles({ name: 'one', content: '', links: 2 }, { name: 'two', content: 'x', links: 2 }),
    /^unsafe-name: .*hard link/,
  ),
  refused('a file with four milliard names', withFiles({ name: 'evil', content: 'x', links: 0xffffffff }), /hard link/),
  ...SPECIAL.map(([title, mode, reason]) =>
    refused(
      `a file that is ${title}`,
      withFiles({ name: 'evil', content: '', mode, fields: { rdevmajor: 1, rdevminor: 3 } }),
      reason,
    ),
  ),
  refused(
    'a device of which the header knows nothing',
    () => writeSrpm({ payload: gzipSync(writeCpio([{ name: 'sda', content: '', mode: 0o060666 }, SPEC])) }),
    /^unsafe-name: .*device/,
  ),
  refused(
    'a ghost, which the header names and the payload lacks',
    () =>
      writeSrpm({
        files: [SPEC],
        headerFiles: [SPEC, { name: 'ghost', content: '' }],
        tags: [[FILE_FLAGS, [0, GHOST]]],
      }),
    /^not-an-srpm: .*"ghost" is missing/,
  ),
  plain('a plain file that the header calls a link out', () =>
    writeSrpm({
      files: [SPEC],
      tags: [
        [FILE_LINK_TOS, ['/etc/passwd']],
        [FILE_MODES, [0o120777]],
      ],
    }),
  ),
  plain(
    'a file that would run as root',
    withFiles({ name: 'run', content: '#!/bin/sh\n', mode: 0o106755, fields: { uid: 0, gid: 0 } }),
    { run: '#!/bin/sh\n' },
  ),
];

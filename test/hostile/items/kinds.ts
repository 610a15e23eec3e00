/** Files that are something else than they say. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { writeCpio } from '../../../services/dist-git/test/cpio-writer.js';
import { TYPE } from '../../../services/dist-git/test/header-writer.js';
import { writeLead, writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import { type Item, plain, refused, SPEC } from '../kit/item.js';

const NO_RPM = /^not-an-srpm: this is not an RPM file/;
const RPM_VERSION = 1064;

const POSING: readonly (readonly [title: string, bytes: Buffer])[] = [
  ['a text', Buffer.from('hello, world\n'.repeat(100))],
  ['one byte', Buffer.from('x')],
  ['nothing', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(10_000)],
  ['a web page', Buffer.from(`<!DOCTYPE html><html><script>alert(1)</script>${' '.repeat(1000)}`)],
  ['a web page behind white space', Buffer.from(`\n\n  <html>${' '.repeat(1000)}`)],
  ['a program', Buffer.concat([Buffer.from('\u007fELF'), randomBytes(1000)])],
  ['a script', Buffer.from('#!/bin/sh\ntouch /tmp/x\n')],
  ['a picture', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), randomBytes(1000)])],
  ['a zip archive', Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(1000)])],
  ['a tarball', gzipSync(randomBytes(1000))],
  ['a cpio archive', writeCpio([SPEC])],
  ['a Debian package', Buffer.from(`!<arch>\ndebian-binary   ${'0 '.repeat(100)}`)],
  ['a spec', Buffer.from('Name: hello\nVersion: 1\n'.repeat(10))],
  ['the magic word in wrong order', Buffer.concat([Buffer.from([0xdb, 0xee, 0xab, 0xed]), Buffer.alloc(200)])],
  ['an RPM behind one byte', Buffer.concat([Buffer.from('x'), writeSrpm()])],
];

const COMPRESSORS = [
  '',
  'none',
  'lzip',
  'gzip ',
  'GZIP',
  'gzip\n',
  'gzip;id',
  'xz --foo',
  '/bin/sh',
  '../../bin/sh',
  '__proto__',
  'constructor',
  'toString',
  '%(id)',
  'x'.repeat(100_000),
];
const FORMATS = ['', 'drpm', 'tar', 'ustar', 'cpio ', '../cpio', 'x'.repeat(100_000)];
/** A payload by gzip that calls itself something else. */
const LIES = ['xz', 'lzma', 'bzip2'];

const compressedBy = (name: string) => () => writeSrpm({ tags: [[TAG.payloadCompressor, name]] });

export const KINDS: readonly Item[] = [
  ...POSING.map(([title, bytes]) => refused(`${title} that poses as an RPM`, () => bytes, NO_RPM)),
  refused(
    'a binary package',
    () => writeSrpm({ tags: [[TAG.sourceRpm, 'hello-1.0-1.src.rpm']] }),
    /^not-an-srpm: this is a binary package \(hello, x86_64\)/,
  ),
  refused(
    'a binary package for "src"',
    () =>
      writeSrpm({
        lead: writeLead(0),
        tags: [
          [TAG.sourceRpm, ''],
          [TAG.arch, 'src'],
        ],
      }),
    /binary package/,
  ),
  refused(
    'a binary package of no architecture',
    () =>
      writeSrpm({
        tags: [
          [TAG.sourceRpm, 'x.src.rpm'],
          [TAG.arch, ''],
        ],
      }),
    /^not-an-srpm: .*architecture/,
  ),
  refused(
    'a binary package whose name is HTML',
    () => writeSrpm({ name: '<b>\n', tags: [[TAG.sourceRpm, 'x.src.rpm']] }),
    /^not-an-srpm: .*name is not one printable word/,
  ),
  refused(
    'a package without its sources',
    () => writeSrpm({ tags: [[TAG.noSource, [0]]] }),
    /^not-an-srpm: .*NoSource/,
  ),
  refused('a package without its patches', () => writeSrpm({ tags: [[TAG.noPatch, [0]]] }), /^not-an-srpm: .*NoPatch/),
  refused(
    'a package whose lack of sources is no number',
    () => writeSrpm({ tags: [[TAG.noSource, { type: TYPE.bin, bytes: Buffer.alloc(1) }]] }),
    /NoSource/,
  ),
  ...COMPRESSORS.map((name) =>
    refused(
      `a payload compressed by ${JSON.stringify(name.slice(0, 20))}`,
      compressedBy(name),
      /^not-an-srpm: .*compressed with the unknown "/,
    ),
  ),
  ...FORMATS.map((name) =>
    refused(
      `a payload of the format ${JSON.stringify(name.slice(0, 20))}`,
      () => writeSrpm({ tags: [[TAG.payloadFormat, name]] }),
      /^not-an-srpm: .*the unknown format "/,
    ),
  ),
  ...LIES.map((name) =>
    refused(
      `a payload by gzip that says ${name}`,
      compressedBy(name),
      /^not-an-srpm: .*(cannot be decompressed|truncated)/,
    ),
  ),
  refused(
    'a payload that is not compressed',
    () => writeSrpm({ payload: writeCpio([SPEC]) }),
    /^not-an-srpm: .*cannot be decompressed/,
  ),
  refused(
    'no payload',
    () => writeSrpm({ payload: Buffer.alloc(0) }),
    /^not-an-srpm: .*(cannot be decompressed|truncated)/,
  ),
  refused(
    'a payload of noise',
    () => writeSrpm({ payload: randomBytes(5000) }),
    /^not-an-srpm: .*cannot be decompressed/,
  ),
  refused(
    'a payload whose checksum is wrong',
    () => {
      const payload = gzipSync(writeCpio([SPEC]));
      payload.writeUInt32LE(0, payload.length - 8);
      return writeSrpm({ payload });
    },
    /^not-an-srpm: .*cannot be decompressed/,
  ),
  plain('a package that says nothing of its payload: it is cpio by gzip', () =>
    writeSrpm({
      tags: [
        [TAG.payloadFormat, []],
        [TAG.payloadCompressor, []],
      ],
    }),
  ),
  plain('a package of a version of rpm that there is not', () => writeSrpm({ tags: [[RPM_VERSION, '4711.0']] })),
];

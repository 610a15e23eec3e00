/** Too many of something. */
import { gzipSync } from 'node:zlib';
import { writeCpio } from '../../../services/dist-git/test/cpio-writer.js';
import { TYPE, writeHeader } from '../../../services/dist-git/test/header-writer.js';
import { valuesOf, writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import { type Item, refused, SPEC } from '../kit/item.js';

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `f${index}`, content: '' }));
const claims = (claim: Parameters<typeof writeHeader>[1]) => () =>
  writeSrpm({ header: writeHeader(valuesOf({}), claim) });
const CLAIMS = /^not-an-srpm: .*a header claims/;

export const COUNTS: readonly Item[] = [
  refused(
    '100,000 files',
    () => writeSrpm({ files: [SPEC, ...many(100_000)] }),
    /^too-large: the package has 100001 files; 1000 are allowed/,
  ),
  refused('1,001 files', () => writeSrpm({ files: [SPEC, ...many(1000)] }), /^too-large: the package has 1001 files/),
  refused(
    '100,000 files in the payload, one in the header',
    () => writeSrpm({ payload: gzipSync(writeCpio([SPEC, ...many(100_000)])) }),
    /^not-an-srpm: .*does not name "f0"/,
  ),
  refused(
    'a million names in the header',
    () =>
      writeSrpm({
        tags: [
          [TAG.baseNames, { type: TYPE.stringArray, count: 1_000_000, bytes: Buffer.from('f\0'.repeat(1_000_000)) }],
        ],
      }),
    /^too-large: the package has 1000000 files/,
  ),
  refused(
    'four milliard names in the header',
    () =>
      writeSrpm({ tags: [[TAG.baseNames, { type: TYPE.stringArray, count: 0xffffffff, bytes: Buffer.from('f\0') }]] }),
    /^too-large: the package has 4294967295 files/,
  ),
  refused(
    'four milliard sizes in the header',
    () => writeSrpm({ tags: [[TAG.fileSizes, { type: TYPE.int32, count: 0xffffffff, bytes: Buffer.alloc(4) }]] }),
    /^not-an-srpm: .*4294967295 values/,
  ),
  refused(
    'a million directories',
    () =>
      writeSrpm({
        tags: [[TAG.dirNames, { type: TYPE.stringArray, count: 1_000_000, bytes: Buffer.alloc(1_000_000) }]],
      }),
    /^not-an-srpm: .*1000000 values/,
  ),
  refused(
    '99,999 architectures',
    () => writeSrpm({ tags: [[TAG.exclusiveArch, Array.from({ length: 99_999 }, (_, index) => `a${index}`)]] }),
    /^too-large: .*99999 architectures/,
  ),
  refused(
    '5,000 entries',
    () => writeSrpm({ tags: Array.from({ length: 5000 }, (_, index) => [100_000 + index, 'x']) }),
    CLAIMS,
  ),
  refused('four milliard entries', claims({ entries: 0xffffffff }), CLAIMS),
  refused('2³¹ entries', claims({ entries: 0x80000000 }), CLAIMS),
  refused('4 GiB of data', claims({ bytes: 0xffffffff }), CLAIMS),
  refused('2 GiB of data', claims({ bytes: 0x7fffffff }), CLAIMS),
  refused('more entries than there are', claims({ entries: 100 }), /^not-an-srpm/),
  refused('32 MiB of data that are not there', claims({ bytes: 32 * 1024 * 1024 }), /^not-an-srpm: .*truncated/),
];

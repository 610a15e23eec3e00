/** Leads, signatures and headers whose structure is broken. */
import { randomBytes } from 'node:crypto';
import {
  type RawValue,
  TYPE,
  type Value,
  writeEntries,
  writeHeader,
} from '../../../services/dist-git/test/header-writer.js';
import { valuesOf, writeLead, writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import { type Item, plain, refused } from '../kit/item.js';

const DAMAGED = /^not-an-srpm: the file is damaged/;
const OUTSIDE = /^not-an-srpm: .*points outside its header/;
const TYPES = /^not-an-srpm: .*another type than it may/;
const TRUNCATED = /^not-an-srpm: .*truncated/;
const HEADER_IMAGE = 62;
const HEADER_SIGNATURES = 63;

const raw = (value: Partial<RawValue>): RawValue => ({ type: TYPE.string, bytes: Buffer.from('x\0'), ...value });
/** One tag is this instead of what it should be. */
const tagged =
  (...tags: Value[]) =>
  () =>
    writeSrpm({ tags });
const headed = (header: Buffer) => () => writeSrpm({ header });
const signed = (signature: Buffer) => () => writeSrpm({ signature });

/** Every entry points at the same place. */
function loop(): Buffer {
  return writeEntries(
    valuesOf({}).map(([tag]) => [tag, raw({ offset: 0, bytes: Buffer.alloc(0) })]),
    { bytes: 0 },
  );
}

/** The same, where there is something to point at. */
function overlap(type: number, count: number): Buffer {
  const entries = valuesOf({}).map(([tag]): Value => [tag, { type, count, offset: 0, bytes: Buffer.alloc(0) }]);
  return writeEntries([...entries, [999, { type: TYPE.bin, bytes: Buffer.from('x\0'.repeat(100)) }]]);
}

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(value, at);
  return copy;
}

const NEGATIVE = [0xffffffff, 0xfffffffe, 0x80000000, 0x7fffffff, 0x00ffffff];

export const HEADERS: readonly Item[] = [
  refused(
    'a lead of another kind',
    () => writeSrpm({ lead: changed(writeLead(), 0, 0xee) }),
    /^not-an-srpm: this is not an RPM file/,
  ),
  refused('a lead alone', () => writeLead(), TRUNCATED),
  refused('a lead and noise', () => Buffer.concat([writeLead(), randomBytes(1000)]), DAMAGED),
  refused('a lead and zeros', () => Buffer.concat([writeLead(), Buffer.alloc(1000)]), DAMAGED),
  refused('a signature that does not begin as it should', signed(changed(writeHeader([]), 0, 0)), DAMAGED),
  refused('a signature of another version', signed(changed(writeHeader([]), 3, 2)), DAMAGED),
  refused('a signature that is longer than the file', signed(writeHeader([], { bytes: 100_000 })), TRUNCATED),
  refused('a signature of 4 GiB', signed(writeHeader([], { bytes: 0xffffffff })), /^not-an-srpm: .*a header claims/),
  refused('a signature that swallows half of the header', signed(writeHeader([], { bytes: 96 })), DAMAGED),
  refused('a signature with entries that are not there', signed(writeHeader([], { entries: 7 })), DAMAGED),
  refused('no header', headed(Buffer.alloc(0)), DAMAGED),
  refused('a header of zeros', headed(Buffer.alloc(1000)), DAMAGED),
  refused('a header that does not begin as it should', headed(changed(writeHeader(valuesOf({})), 1, 0)), DAMAGED),
  refused('an empty header', headed(writeHeader([])), /^not-an-srpm: .*names no name/),
  refused('entries that all point at nothing', headed(loop()), /^not-an-srpm/),
  refused('entries that all point at one text', headed(overlap(TYPE.string, 1)), /^not-an-srpm/),
  refused('entries that all are one list', headed(overlap(TYPE.stringArray, 100)), /^not-an-srpm/),
  refused('entries that all are one number', headed(overlap(TYPE.int32, 50)), /^not-an-srpm/),
  ...[TAG.name, TAG.version, TAG.baseNames, TAG.fileSizes, TAG.payloadCompressor, TAG.epoch].flatMap((tag) =>
    NEGATIVE.map((offset) =>
      refused(
        `the tag ${tag} at the offset ${offset}`,
        tagged([
          tag,
          raw({ type: tag === TAG.fileSizes || tag === TAG.epoch ? TYPE.int32 : TYPE.stringArray, offset }),
        ]),
        OUTSIDE,
      ),
    ),
  ),
  refused(
    'a text that has no end',
    headed(
      writeEntries([
        ...valuesOf({ tags: [] }).filter(([tag]) => tag !== TAG.name),
        [TAG.name, raw({ bytes: Buffer.from('hello') })],
      ]),
    ),
    OUTSIDE,
  ),
  refused('a name that is a number', tagged([TAG.name, [1]]), TYPES),
  refused('a name that is binary', tagged([TAG.name, raw({ type: TYPE.bin })]), TYPES),
  refused('a name of a type that there is not', tagged([TAG.name, raw({ type: 4711 })]), TYPES),
  refused('a name of a negative type', tagged([TAG.name, raw({ type: 0xffffffff })]), TYPES),
  refused('a name of no type', tagged([TAG.name, raw({ type: 0 })]), TYPES),
  refused('a name that is a list of none', tagged([TAG.name, raw({ count: 0 })]), /names no name/),
  refused('a name of four milliard texts', tagged([TAG.name, raw({ count: 0xffffffff })]), /4294967295 values/),
  refused('a name of 90,000 texts where there are few', tagged([TAG.name, raw({ count: 90_000 })]), OUTSIDE),
  refused('sizes that are texts', tagged([TAG.fileSizes, ['12']]), TYPES),
  refused('an epoch that is a text', tagged([TAG.epoch, '1']), TYPES),
  refused(
    'an epoch of 64 bits',
    tagged([TAG.epoch, raw({ type: TYPE.int64, bytes: Buffer.alloc(8, 0xff) })]),
    /epoch has more than 32 bits/,
  ),
  refused(
    'an epoch of 64 bits that ends early',
    tagged([TAG.epoch, raw({ type: TYPE.int64, bytes: Buffer.alloc(2), count: 4000 })]),
    OUTSIDE,
  ),
  refused('file names in directories', tagged([TAG.dirNames, ['/etc/']]), /^unsafe-name: .*other directories/),
  refused(
    'file names in a directory above',
    tagged([TAG.dirNames, ['', '../../']]),
    /^unsafe-name: .*other directories/,
  ),
  refused('an evil name before a good one', () => headWithTwo('../../evil', 'hello'), /^unsafe-name/),
  plain('an evil name behind a good one: the first counts, as for rpm', () => headWithTwo('hello', '../../evil')),
  plain('an absurd epoch', tagged([TAG.epoch, [0xffffffff]])),
  plain('an epoch of no value', tagged([TAG.epoch, raw({ type: TYPE.int32, count: 0, bytes: Buffer.alloc(0) })])),
  plain(
    'regions that lie',
    tagged(
      [HEADER_IMAGE, raw({ type: TYPE.bin, bytes: Buffer.alloc(16, 0xff), count: 16 })],
      [HEADER_SIGNATURES, raw({ type: TYPE.bin, offset: 0xffffffff })],
    ),
  ),
  plain(
    'a tag that nobody knows, of a type that there is not',
    tagged([0x7fffffff, raw({ type: 4711, count: 0xffffffff, offset: 0xffffffff })]),
  ),
  plain('a lead of zeros behind its magic word', () =>
    writeSrpm({ lead: Buffer.concat([writeLead().subarray(0, 4), Buffer.alloc(92)]) }),
  ),
  plain(
    'a signature of noise',
    signed(writeHeader([[1000, raw({ type: TYPE.bin, bytes: randomBytes(1000), count: 1000 })]])),
  ),
  plain(
    'a name in several languages',
    tagged([TAG.name, raw({ type: TYPE.i18n, bytes: Buffer.from('hello\0hallo\0'), count: 2 })]),
  ),
];

function headWithTwo(first: string, second: string): Buffer {
  const others = valuesOf({}).filter(([tag]) => tag !== TAG.name);
  return writeSrpm({ header: writeEntries([[TAG.name, first], ...others, [TAG.name, second]]) });
}

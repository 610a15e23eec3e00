/** Numbers that are not true. */
import { gzipSync } from 'node:zlib';
import { writeCpio, writeEntry, type WrittenFile } from '../../../services/dist-git/test/cpio-writer.js';
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import { type Item, plain, refused, SPEC } from '../kit/item.js';

const MOST = 0xffffffff;
const DAMAGED = /^not-an-srpm: the file is damaged/;
const TRUNCATED = /^not-an-srpm: .*truncated/;
const CPIO_FIELD = 8;

/** The spec's entry says something else of itself; the header tells the truth. */
const says = (fields: WrittenFile['fields']) => () =>
  writeSrpm({ files: [{ ...SPEC, ...(fields ? { fields } : {}) }] });
/** The payload is as it should be; the header is not. */
const announces =
  (...sizes: number[]) =>
  () =>
    writeSrpm({ tags: [[TAG.fileSizes, sizes]] });
const payload = (bytes: Buffer) => () => writeSrpm({ payload: gzipSync(bytes) });
/** The entry of the spec with the text of one number replaced. */
const spelled = (field: number, text: string) =>
  payload(
    (() => {
      const archive = writeCpio([SPEC]);
      archive.write(text.padEnd(CPIO_FIELD), 6 + field * CPIO_FIELD, 'latin1');
      return archive;
    })(),
  );

export const SIZES: readonly Item[] = [
  refused('a file larger than announced', announces(1), /^not-an-srpm: .*not what the header announces/),
  refused('a file smaller than announced', announces(4711), /^not-an-srpm: .*not what the header announces/),
  refused('a spec of 4 GiB by the header', announces(MOST), /^too-large: the spec has 4294967295 bytes/),
  refused(
    'ten files of 4 GiB by the header',
    () => {
      const files = Array.from({ length: 10 }, (_, index) => ({ name: `f${index}`, content: '' }));
      return writeSrpm({ files: [SPEC, ...files], tags: [[TAG.fileSizes, [12, ...files.map(() => MOST)]]] });
    },
    /^too-large: .*42949672962 bytes/,
  ),
  refused('sizes of 64 bits', () => writeSrpm({ tags: [[TAG.longFileSizes, [12]]] }), /^too-large: .*4 GiB/),
  refused(
    'no sizes',
    () => writeSrpm({ tags: [[TAG.fileSizes, []]] }),
    /^not-an-srpm: .*not what the header announces/,
  ),
  refused('a size that is a text', () => writeSrpm({ tags: [[TAG.fileSizes, '12']] }), /^not-an-srpm: .*another type/),
  refused('a file of 4 GiB by its entry', says({ filesize: MOST }), /^too-large: .*20971520 bytes when unpacked/),
  refused(
    'a file of 4 GiB by both',
    () => writeSrpm({ files: [{ ...SPEC, fields: { filesize: MOST } }], tags: [[TAG.fileSizes, [MOST]]] }),
    /^too-large/,
  ),
  refused(
    'a file of less than there is, by both',
    () =>
      writeSrpm({
        files: [{ ...SPEC, fields: { filesize: 4 } }],
        tags: [
          [TAG.fileSizes, [4]],
          [TAG.fileDigests, ['']],
        ],
      }),
    DAMAGED,
  ),
  refused(
    'a file of more than there is, by both',
    () => writeSrpm({ files: [{ ...SPEC, fields: { filesize: 100_000 } }], tags: [[TAG.fileSizes, [100_000]]] }),
    TRUNCATED,
  ),
  refused('a file that swallows the end of the archive', says({ filesize: 16 }), /^not-an-srpm/),
  refused('a name of no length', says({ namesize: 0 }), DAMAGED),
  refused('a name of one byte', says({ namesize: 1 }), /^(not-an-srpm|unsafe-name)/),
  refused('a name of 4 GiB', says({ namesize: MOST }), DAMAGED),
  refused('a name of 5,000 bytes', says({ namesize: 5000 }), DAMAGED),
  refused('a name that is shorter than it says', says({ namesize: 40 }), /^not-an-srpm/),
  refused('a name that is longer than it says', says({ namesize: 5 }), /^not-an-srpm/),
  ...(
    ['+000000c', '-0000001', '0x00000c', '       c', 'c', '0000 00c', '1e000000\0', 'gggggggg', '00000００'] as const
  ).map((text) => refused(`a size spelled ${JSON.stringify(text)}`, spelled(6, text), /^not-an-srpm|^too-large/)),
  refused('an archive of large files', payload(Buffer.from(`07070X${'0'.repeat(104)}`)), /^too-large: .*4 GiB/),
  refused('an archive of the old kind', payload(Buffer.from(`070707${'0'.repeat(104)}`)), DAMAGED),
  refused(
    'an archive of the binary kind',
    payload(Buffer.concat([Buffer.from([0xc7, 0x71]), Buffer.alloc(200)])),
    DAMAGED,
  ),
  refused('an archive of tar', payload(Buffer.alloc(10_240)), DAMAGED),
  refused('an empty archive', payload(Buffer.alloc(0)), TRUNCATED),
  refused('an archive without an end', payload(writeEntry(SPEC)), TRUNCATED),
  refused('an archive that ends at once', payload(writeCpio([])), /^not-an-srpm: .*"hello.spec" is missing/),
  refused(
    'a file that is called like the end',
    () => writeSrpm({ files: [SPEC, { name: 'TRAILER!!!', content: 'x' }, { name: 'a', content: 'x' }] }),
    /^not-an-srpm: .*missing/,
  ),
  refused(
    'a file that nobody announced',
    () => writeSrpm({ files: [SPEC, { name: 'extra', content: 'x' }], headerFiles: [SPEC] }),
    /does not name "extra"/,
  ),
  refused(
    'a file that is announced and missing',
    () => writeSrpm({ files: [SPEC], headerFiles: [SPEC, { name: 'gone', content: 'x' }] }),
    /"gone" is missing/,
  ),
  refused(
    'another content than announced',
    () => writeSrpm({ files: [SPEC], headerFiles: [{ ...SPEC, content: 'Name: hellO\n' }] }),
    /not what the header announces/,
  ),
  refused(
    'a digest that is none',
    () => writeSrpm({ tags: [[TAG.fileDigests, ['../../etc/passwd']]] }),
    /not what the header announces/,
  ),
  refused(
    'digests of another kind than they say',
    () => writeSrpm({ tags: [[TAG.fileDigestAlgo, [10]]] }),
    /not what the header announces/,
  ),
  refused(
    'a second archive behind the end, far away',
    payload(Buffer.concat([writeCpio([SPEC]), Buffer.alloc(100_000), writeCpio([SPEC])])),
    /something follows the end/,
  ),
  plain(
    'a second archive right behind the end: nobody reads it',
    payload(Buffer.concat([writeCpio([SPEC]), writeCpio([{ name: '../evil', content: 'x' }])])),
  ),
  plain('digests of a kind that nobody knows', () => writeSrpm({ tags: [[TAG.fileDigestAlgo, [4711]]] })),
  plain('an archive with checksums that are wrong: the digests count', () =>
    writeSrpm({ files: [{ ...SPEC, magic: '070702', fields: { check: 1 } }] }),
  ),
];

/** A good package that ends too early. */
import { writeHeader } from '../../../services/dist-git/test/header-writer.js';
import { valuesOf, writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { type Item, refused, SPEC } from '../kit/item.js';

const LEAD = 96;
const WHOLE = writeSrpm({ files: [SPEC, { name: 'a.patch', content: '--- a\n+++ b\n'.repeat(20) }] });
const SIGNATURE = 16 + 16 + 4;
const HEADER_AT = Math.ceil((LEAD + SIGNATURE) / 8) * 8;
const HEADER = writeHeader(
  valuesOf({ files: [SPEC, { name: 'a.patch', content: '--- a\n+++ b\n'.repeat(20) }] }),
).length;
const PAYLOAD_AT = HEADER_AT + HEADER;

/** Where parts begin, and one byte before and behind. */
const EDGES = [
  LEAD,
  LEAD + 16,
  LEAD + SIGNATURE,
  HEADER_AT,
  HEADER_AT + 16,
  PAYLOAD_AT,
  PAYLOAD_AT + 10,
  WHOLE.length - 8,
];
const LENGTHS = [
  1,
  3,
  4,
  5,
  50,
  ...EDGES.flatMap((edge) => [edge - 1, edge, edge + 1]),
  HEADER_AT + 100,
  PAYLOAD_AT + 100,
  WHOLE.length - 1,
];

export const TRUNCATED: readonly Item[] = [...new Set(LENGTHS)].map((length) =>
  refused(
    `a package that ends after ${length} of ${WHOLE.length} bytes`,
    () => WHOLE.subarray(0, length),
    /^not-an-srpm: /,
  ),
);

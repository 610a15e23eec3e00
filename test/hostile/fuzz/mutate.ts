/** Damage, from a single bit to whole blocks, and such as aims at the numbers of headers and archives. */
import type { Random } from './random.js';

type Mutation = (bytes: Buffer, random: Random) => Buffer;

/** Where arithmetic goes wrong, if it does. */
const NUMBERS = [
  0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 63, 64, 96, 127, 128, 255, 256, 4095, 4096, 4097, 65_535, 65_536, 100_000, 100_001,
  0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffe, 0xffffffff,
];
const HEX = [
  ...NUMBERS.map((number) => number.toString(16).padStart(8, '0')),
  '        ',
  '-0000001',
  '+0000001',
  '0x000001',
  'ffffFFFF',
  '\0'.repeat(8),
];
const ENTRY_BYTES = 16;
const INTRO_BYTES = 16;
const CPIO_MAGIC = '070701';
const CPIO_FIELDS = 13;

const BLIND: readonly Mutation[] = [
  (bytes, random) =>
    at(bytes, random, (copy, place) => copy.writeUInt8((copy[place] ?? 0) ^ (1 << random.below(8)), place)),
  (bytes, random) => at(bytes, random, (copy, place) => copy.writeUInt8(random.below(256), place)),
  (bytes, random) =>
    at(bytes, random, (copy, place) =>
      copy.subarray(place, place + random.below(32)).fill(random.pick([0, 0xff, 0x2f, 0x2e])),
    ),
  (bytes, random) => writeNumber(bytes, random.below(bytes.length), random.pick(NUMBERS)),
  (bytes, random) => splice(bytes, random, 0, random.bytes(random.below(40))),
  (bytes, random) => splice(bytes, random, random.below(40), Buffer.alloc(0)),
  (bytes, random) => splice(bytes, random, 0, block(bytes, random)),
  (bytes, random) => splice(bytes, random, random.below(200), block(bytes, random)),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => Buffer.concat([bytes, random.bytes(random.below(200))]),
];

/** One to eight of them, mostly few. */
export function damage(bytes: Buffer, random: Random): Buffer {
  let damaged = bytes;
  do if (damaged.length > 0) damaged = random.pick(BLIND)(damaged, random);
  while (random.percent(50));
  return damaged;
}

/** Changes numbers of entries, or of the head, of one header. */
export function damageHeader(header: Buffer, random: Random): Buffer {
  let damaged = header;
  do {
    const entries = (header.length - INTRO_BYTES) / ENTRY_BYTES;
    const entry = random.percent(90) ? INTRO_BYTES + random.below(Math.min(entries, 16)) * ENTRY_BYTES : 0;
    const close = random.percent(50) ? random.below(header.length) : random.pick(NUMBERS);
    damaged = writeNumber(damaged, entry + random.below(4) * 4, close);
  } while (random.percent(40));
  return damaged;
}

/** Changes a number of some entry of an archive, as it is written: by hex digits. */
export function damageCpio(archive: Buffer, random: Random): Buffer {
  const places: number[] = [];
  for (let place = archive.indexOf(CPIO_MAGIC); place >= 0; place = archive.indexOf(CPIO_MAGIC, place + 1))
    places.push(place);
  const copy = Buffer.from(archive);
  do copy.write(random.pick(HEX), random.pick(places) + CPIO_MAGIC.length + random.below(CPIO_FIELDS) * 8, 'latin1');
  while (random.percent(40));
  return copy;
}

function at(bytes: Buffer, random: Random, change: (copy: Buffer, place: number) => unknown): Buffer {
  const copy = Buffer.from(bytes);
  change(copy, random.below(copy.length));
  return copy;
}

function writeNumber(bytes: Buffer, place: number, number: number): Buffer {
  const copy = Buffer.from(bytes);
  if (place + 4 <= copy.length) copy.writeUInt32BE(number >>> 0, place);
  return copy;
}

function splice(bytes: Buffer, random: Random, leftOut: number, putIn: Buffer): Buffer {
  const place = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, place), putIn, bytes.subarray(place + leftOut)]);
}

function block(bytes: Buffer, random: Random): Buffer {
  const from = random.below(bytes.length);
  return bytes.subarray(from, from + random.below(300));
}

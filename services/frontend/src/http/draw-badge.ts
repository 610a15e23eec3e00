/** Draws badges as PNG: two fields with a word in each, in a palette of three colours. */
import { crc32, deflateSync } from 'node:zlib';
import type { Badge } from '../domain/badge.js';

type Colour = readonly [red: number, green: number, blue: number];

const LEFT: Colour = [0x4a, 0x4f, 0x57];
const TEXT: Colour = [0xff, 0xff, 0xff];
const RIGHT: Readonly<Record<Badge, Colour>> = {
  succeeded: [0x2e, 0x7d, 0x32],
  failed: [0xb7, 0x1c, 0x1c],
  in_progress: [0x0d, 0x5b, 0xa8],
  unknown: [0x75, 0x75, 0x75],
  bad_url: [0x8a, 0x4b, 0x08],
};

/** What the palette's places mean. */
const [ON_LEFT, ON_RIGHT, INK] = [0, 1, 2];

/** Letters of five by seven points, row by row. */
const GLYPHS: Readonly<Record<string, string>> = {
  ' ': '     |     |     |     |     |     |     ',
  a: '     |     | ### |    #| ####|#   #| ####',
  b: '#    |#    |# ## |##  #|#   #|#   #|#### ',
  c: '     |     | ### |#    |#    |#   #| ### ',
  d: '    #|    #| ## #|#  ##|#   #|#   #| ####',
  e: '     |     | ### |#   #|#####|#    | ### ',
  f: '  ## | #  #| #   |###  | #   | #   | #   ',
  g: '     | ####|#   #|#   #| ####|    #| ### ',
  i: '  #  |     | ##  |  #  |  #  |  #  | ### ',
  k: '#    |#    |#  # |# #  |##   |# #  |#  # ',
  l: ' ##  |  #  |  #  |  #  |  #  |  #  | ### ',
  n: '     |     |# ## |##  #|#   #|#   #|#   #',
  o: '     |     | ### |#   #|#   #|#   #| ### ',
  p: '     |     |#### |#   #|#### |#    |#    ',
  r: '     |     |# ## |##  #|#    |#    |#    ',
  s: '     |     | ### |#    | ### |    #|#### ',
  u: '     |     |#   #|#   #|#   #|#  ##| ## #',
  w: '     |     |#   #|#   #|# # #|# # #| # # ',
};
const STEP = 6;
const GLYPH_ROWS = 7;
const HEIGHT = 20;
/** Beside the words, and above them. */
const [SIDE, ABOVE] = [6, 6];

const widthOf = (word: string) => word.length * STEP - 1 + 2 * SIDE;
const drawn = new Map<Badge, Buffer>();

/** The picture of a badge; each is drawn once. */
export function drawBadge(badge: Badge): Buffer {
  const known = drawn.get(badge);
  if (known) return known;
  const picture = png(pointsOf('build', badge.replace('_', ' ')), [LEFT, RIGHT[badge], TEXT]);
  drawn.set(badge, picture);
  return picture;
}

/** Rows of places in the palette. */
function pointsOf(left: string, right: string): number[][] {
  const middle = widthOf(left);
  const width = middle + widthOf(right);
  const row = () => Array.from({ length: width }, (_, x) => (x < middle ? ON_LEFT : ON_RIGHT));
  const rows = Array.from({ length: HEIGHT }, row);
  write(rows, left, SIDE);
  write(rows, right, middle + SIDE);
  return rows;
}

function write(rows: number[][], word: string, from: number): void {
  Array.from(word).forEach((letter, index) => {
    const glyph = (GLYPHS[letter] ?? '').split('|');
    for (let y = 0; y < GLYPH_ROWS; y++)
      Array.from(glyph[y] ?? '').forEach((point, x) => {
        if (point === '#') rows[ABOVE + y]?.splice(from + index * STEP + x, 1, INK);
      });
  });
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** One byte a point; every row begins with the number of its filter, and none has one. */
function png(rows: readonly (readonly number[])[], palette: readonly Colour[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(rows[0]?.length ?? 0, 0);
  header.writeUInt32BE(rows.length, 4);
  // Eight bits a point, by palette, and nothing special.
  header.set([8, 3, 0, 0, 0], 8);
  const points = Buffer.from(rows.flatMap((row) => [0, ...row]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(points)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

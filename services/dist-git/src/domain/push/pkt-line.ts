/** git's framing of its protocol: each line after its own length, four hexadecimal digits; `0000` ends a list. */

const LENGTH_DIGITS = 4;
/** Longest frame that git itself sends. */
const MAX_FRAME = 65_520;
const FLUSH = '0000';
/** Of a side band's frame, one byte is the band. */
const MAX_BAND = MAX_FRAME - LENGTH_DIGITS - 1;

/** One frame at `at`: its content, `flush`, `more` when it has not come whole yet, or `odd`. */
export type Frame = { readonly content: Buffer; readonly end: number } | 'flush' | 'more' | 'odd';

/** Reads the frame that begins at `at`. */
export function frameAt(bytes: Buffer, at: number): Frame {
  const digits = bytes.toString('latin1', at, at + LENGTH_DIGITS);
  if (!/^[0-9a-f]*$/i.test(digits)) return 'odd';
  if (digits.length < LENGTH_DIGITS) return 'more';
  if (digits === FLUSH) return 'flush';
  const length = Number.parseInt(digits, 16);
  if (length <= LENGTH_DIGITS || length > MAX_FRAME) return 'odd';
  const end = at + length;
  return end > bytes.length ? 'more' : { content: bytes.subarray(at + LENGTH_DIGITS, end), end };
}

/** A text as one frame. */
export function frame(text: Buffer | string): Buffer {
  const content = Buffer.from(text as string);
  const length = (content.length + LENGTH_DIGITS).toString(16).padStart(LENGTH_DIGITS, '0');
  return Buffer.concat([Buffer.from(length), content]);
}

/** The end of a list. */
export const flush = Buffer.from(FLUSH);

/** Bytes on a side band (1: the answer, 2: words for the person), in as many frames as they need. */
export function onBand(band: 1 | 2, bytes: Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += MAX_BAND) {
    frames.push(frame(Buffer.concat([Buffer.of(band), bytes.subarray(at, at + MAX_BAND)])));
  }
  return Buffer.concat(frames);
}

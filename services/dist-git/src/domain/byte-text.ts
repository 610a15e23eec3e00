/**
 * git's names and texts are bytes, mostly UTF-8 but not by any law. While they must stay what they are, they are held as
 * strings of one character a byte; people see them decoded.
 */

/** One character a byte. */
export type ByteText = string;

/** What people read: UTF-8, or Latin-1 where it cannot be that. */
export function textOf(bytes: ByteText): string {
  // Most is ASCII, which is what it is.
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  return decodeBytes(Buffer.from(bytes, 'latin1')).text;
}

/** The same for a whole content, saying which of the two it was. */
export function decodeBytes(bytes: Uint8Array): { readonly text: string; readonly isUtf8: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isUtf8: true };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), isUtf8: false };
  }
}

/** The bytes of a text in UTF-8. */
export function byteTextOf(text: string): ByteText {
  return Buffer.from(text).toString('latin1');
}

/** How much of a content tells whether it is text; git looks at as much. */
const SNIFFED_BYTES = 8000;

/** As git tells: a text holds no NUL. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, SNIFFED_BYTES).includes(0);
}

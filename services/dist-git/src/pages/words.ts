/** Sizes and hashes in words. Pure. */

import { isCommit } from '../domain/address.js';

const UNITS = ['kB', 'MB', 'GB'] as const;

/** `0 B`, `999 B`, `1.2 kB`, `34 MB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let size = bytes / 1000;
  let unit = 0;
  // What would be written as 1000 belongs to the next unit.
  for (; size >= 999.5 && unit < UNITS.length - 1; unit++) size /= 1000;
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit] ?? ''}`;
}

/** Enough of a hash to know it again. */
export function shortHash(hash: string): string {
  return hash.slice(0, 10);
}

/** A commit by the beginning of its hash, a branch by its name. */
export function refInWords(ref: string): string {
  return isCommit(ref) ? shortHash(ref) : ref;
}

/** Reads the header with which an upload goes on where it stopped. */

/** Bytes `first` to `last`, both included, of `total`; `last` before `first` means none: all was sent, but not confirmed. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

/** `bytes a-b/total`; `bad` when there is a header that says something else. */
export function parseContentRange(header: string | undefined): ContentRange | undefined | 'bad' {
  if (header === undefined) return undefined;
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header);
  if (!found) return 'bad';
  const [first = 0, last = 0, total = 0] = found.slice(1).map(Number);
  return first <= last + 1 && last < total ? { first, last, total } : 'bad';
}

/** One file of a commit. */
import { type ByteText, decodeBytes, isBinary } from '../../domain/byte-text.js';
import { readCommit } from '../../git/browse/commit.js';
import type { Objects } from '../../git/browse/objects.js';
import { type Entry, type EntryKind, findEntry } from '../../git/browse/tree.js';
import type { Look } from './look.js';

/** `large` and `binary` are not shown. */
type FileContent =
  | { readonly kind: 'text'; readonly text: string; readonly isUtf8: boolean }
  | { readonly kind: 'large' }
  | { readonly kind: 'binary' };

export interface FileView {
  readonly kind: EntryKind;
  readonly hash: string;
  readonly size: number;
  readonly content: FileContent;
}

/** A page of more takes browsers seconds, and us. */
const MAX_SHOWN_BYTES = 512 * 1024;
/** Each line becomes a few elements, and so does each character that is not seen, and each macro of a spec. */
const MAX_SHOWN_LINES = 10_000;
const MAX_SHOWN_MARKS = 20_000;
/** Line ends apart; carriage returns before them are among these. */
const MARKS = /%|(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Where a path leads, if that is no directory. */
export async function findFile(
  { objects }: Look,
  hash: string,
  path: readonly ByteText[],
): Promise<Pick<Entry, 'kind' | 'hash'> | undefined> {
  const commit = await readCommit(objects, hash);
  const found = commit && (await findEntry(objects, commit.tree, path));
  return found?.kind === 'directory' || found?.kind === 'module' ? undefined : found;
}

/** Undefined: there is no such file. */
export async function fileView(look: Look, hash: string, path: readonly ByteText[]): Promise<FileView | undefined> {
  const found = await findFile(look, hash, path);
  return found && contentOf(look.objects, found);
}

/** A file that was found. */
export async function contentOf(
  objects: Objects,
  { kind, hash }: Pick<Entry, 'kind' | 'hash'>,
): Promise<FileView | undefined> {
  const [blob] = await objects.look([hash]);
  if (blob?.kind !== 'blob') return undefined;
  const facts = { kind, hash, size: blob.size };
  if (blob.size > MAX_SHOWN_BYTES) return { ...facts, content: { kind: 'large' } };
  const bytes = await objects.read(blob);
  if (isBinary(bytes)) return { ...facts, content: { kind: 'binary' } };
  const text = decodeBytes(bytes);
  if (hasMore(text.text, /\n/g, MAX_SHOWN_LINES) || hasMore(text.text, MARKS, MAX_SHOWN_MARKS))
    return { ...facts, content: { kind: 'large' } };
  return { ...facts, content: { kind: 'text', ...text } };
}

/** Whether there are more of them than that; it stops there. */
function hasMore(text: string, each: RegExp, most: number): boolean {
  const found = text.matchAll(each);
  for (let count = 0; count <= most; count++) if (found.next().done) return false;
  return true;
}

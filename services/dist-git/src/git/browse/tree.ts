/** Directories of a commit. */
import type { ByteText } from '../../domain/byte-text.js';
import type { Objects } from './objects.js';

/** What a name in a directory stands for. `module`: a commit of another repository. */
export type EntryKind = 'directory' | 'file' | 'program' | 'link' | 'module';

export interface Entry {
  readonly name: ByteText;
  readonly kind: EntryKind;
  readonly hash: string;
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  '40000': 'directory',
  '100755': 'program',
  '120000': 'link',
  '160000': 'module',
};
/** A hundred thousand names and more. */
const MAX_TREE_BYTES = 8 * 1024 * 1024;

/** What is in a directory, in git's own order; undefined when it is no directory, or too large. */
export async function readTree(objects: Objects, hash: string): Promise<Entry[] | undefined> {
  const [object] = await objects.look([hash]);
  if (object?.kind !== 'tree' || object.size > MAX_TREE_BYTES) return undefined;
  return parseTree((await objects.read(object)).toString('latin1'), hash.length / 2);
}

/** What a path leads to from a directory; the directory itself when the path is empty. Every step is compared with names. */
export async function findEntry(
  objects: Objects,
  tree: string,
  path: readonly ByteText[],
): Promise<Pick<Entry, 'kind' | 'hash'> | undefined> {
  let found: Pick<Entry, 'kind' | 'hash'> = { kind: 'directory', hash: tree };
  for (const step of path) {
    if (found.kind !== 'directory') return undefined;
    const entry = (await readTree(objects, found.hash))?.find(({ name }) => name === step);
    if (!entry) return undefined;
    found = entry;
  }
  return found;
}

/** `<mode> <name>\0<hash>`, again and again; hashes have `hashBytes`. */
export function parseTree(text: ByteText, hashBytes: number): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < text.length;) {
    const space = text.indexOf(' ', at);
    const end = text.indexOf('\0', space);
    if (space < 0 || end < 0) break;
    const hash = Buffer.from(text.slice(end + 1, end + 1 + hashBytes), 'latin1').toString('hex');
    entries.push({ name: text.slice(space + 1, end), kind: KINDS[text.slice(at, space)] ?? 'file', hash });
    at = end + 1 + hashBytes;
  }
  return entries;
}

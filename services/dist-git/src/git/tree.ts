/** The name that git gives to a flat directory, computed without git: the same files must not make a new commit. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A file as git will hold it: its bytes, or where they lie on disk. */
export interface TreeFile {
  readonly name: string;
  readonly executable: boolean;
  readonly size: number;
  readonly content: Buffer | { readonly path: string };
}

/** Its bytes, chunk by chunk. */
export async function* bytesOf({ content }: TreeFile): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(content)) yield content;
  else for await (const chunk of createReadStream(content.path) as AsyncIterable<Buffer>) yield chunk;
}

/** git's file mode. */
export function modeOf({ executable }: TreeFile): string {
  return executable ? '100755' : '100644';
}

/** The SHA-1 of the tree that holds exactly these files. */
export async function treeHash(files: readonly TreeFile[]): Promise<string> {
  const entries: Buffer[] = [];
  for (const file of [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))) {
    entries.push(Buffer.from(`${modeOf(file)} ${file.name}\0`), Buffer.from(await blobHash(file), 'hex'));
  }
  const tree = Buffer.concat(entries);
  return createHash('sha1').update(`tree ${tree.length}\0`).update(tree).digest('hex');
}

/** The SHA-1 by which git knows the file's content. */
export async function blobHash(file: TreeFile): Promise<string> {
  const hash = createHash('sha1').update(`blob ${file.size}\0`);
  for await (const chunk of bytesOf(file)) hash.update(chunk);
  return hash.digest('hex');
}

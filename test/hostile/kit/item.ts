/** One evil file: how it is made, and how its import must end. */
import { HELLO, type Recipe, writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import type { WrittenFile } from '../../../services/dist-git/test/cpio-writer.js';
import type { ArchLists } from '@kopr/shared/domain';
import type { Bait } from './bait.js';

/** What must be found in git afterwards, by name; only what matters is listed. */
export type Holds = Readonly<Record<string, string | Buffer>>;

/** What an import must have come to. */
export interface PlainEnd {
  readonly holds: Holds;
  /** The limits of architecture that were told; absent: whatever they are. */
  readonly arches?: ArchLists;
}

/** An SRPM (or what poses as one) and its end: the reason, as `<code>: <text>`, or plain data in git. */
export interface Item {
  readonly title: string;
  readonly make: (bait: Bait) => Buffer | Promise<Buffer>;
  readonly ends: { readonly refused: RegExp } | PlainEnd;
}

/** An item that must be refused for this reason. */
export function refused(title: string, make: Item['make'], reason: RegExp): Item {
  return { title, make, ends: { refused: reason } };
}

/** An item that is odd, but data like any other. */
export function plain(title: string, make: Item['make'], holds: Holds = { 'hello.spec': SPEC.content }): Item {
  return { title, make, ends: { holds } };
}

/** The one file that every package needs. */
export const SPEC: WrittenFile & { readonly content: string } = { name: 'hello.spec', content: 'Name: hello\n' };

/** A package of the spec and these files, header and payload of one mind. */
export function withFiles(...files: readonly WrittenFile[]): () => Buffer {
  return () => writeSrpm({ files: [...HELLO, ...files] });
}

/** A package by a recipe. */
export function srpm(recipe: Recipe): () => Buffer {
  return () => writeSrpm(recipe);
}

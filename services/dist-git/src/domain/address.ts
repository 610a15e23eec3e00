/**
 * The addresses of pages below `/browse`, taken apart and put together. Names of owners, dirnames, packages and refs pass
 * the patterns that every name passes here; a path within a commit is kept in bytes and only ever compared.
 */
import { type ByteText, byteTextOf, textOf } from './byte-text.js';
import { isDirname, isOwner, isRef, type RepositoryName, repositoryName } from './names.js';

/** Which page. */
export type Address =
  | { readonly page: 'owner'; readonly owner: string }
  | { readonly page: 'packages'; readonly owner: string; readonly dirname: string }
  | ({ readonly repository: RepositoryName } & InRepository);

/** The pages of one repository. `ref`: a branch, a tag or a whole commit hash. */
type InRepository =
  | { readonly page: 'package' | 'branches' }
  | { readonly page: 'log'; readonly ref: string }
  | { readonly page: 'commit'; readonly commit: string }
  | (InCommit & ({ readonly page: 'tree' } | { readonly page: 'file' } | { readonly page: 'raw' }));

/** Something that a commit holds. */
interface InCommit {
  readonly ref: string;
  readonly path: readonly ByteText[];
}

/** Where all of them are. */
export const BROWSE = '/browse';
const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
const MAX_LENGTH = 8192;
const MAX_PARTS = 100;

/** Whether a ref is a commit's own name, of which everything is known for ever. */
export function isCommit(ref: string): boolean {
  return COMMIT.test(ref);
}

/** The page at an address without its query, or undefined. Several spellings lead to the same; `hrefOf` has the right one. */
export function addressOf(path: string): Address | undefined {
  if (!path.startsWith(`${BROWSE}/`) || path.length > MAX_LENGTH) return undefined;
  const parts = path
    .slice(BROWSE.length + 1)
    .replace(/\/$/, '')
    .split('/')
    .map(decoded);
  if (parts.length > MAX_PARTS) return undefined;
  if (!parts.every((part): part is ByteText => part !== undefined && part !== '')) return undefined;
  const [owner = '', dirname = '', named = '', ...rest] = parts.map((part, at) => (at < 3 ? textOf(part) : part));
  if (parts.length === 1) return isOwner(owner) ? { page: 'owner', owner } : undefined;
  if (parts.length === 2)
    return isOwner(owner) && isDirname(dirname) ? { page: 'packages', owner, dirname } : undefined;
  const repository = repositoryName(owner, dirname, named);
  const inside = pageIn(rest);
  return repository && inside && { repository, ...inside };
}

function pageIn([page, first = '', ...path]: readonly ByteText[]): InRepository | undefined {
  const ref = textOf(first);
  switch (page) {
    case undefined:
      return { page: 'package' };
    case 'branches':
      return first === '' ? { page } : undefined;
    case 'log':
      return isRef(ref) && path.length === 0 ? { page, ref } : undefined;
    case 'commit':
      return isCommit(ref) && path.length === 0 ? { page, commit: ref } : undefined;
    case 'tree':
      return isRef(ref) && path.every(isStep) ? { page, ref, path } : undefined;
    case 'file':
    case 'raw':
      return isRef(ref) && path.length > 0 && path.every(isStep) ? { page, ref, path } : undefined;
    default:
      return undefined;
  }
}

/** Browsers would walk along these by themselves. */
function isStep(name: ByteText): boolean {
  return name !== '.' && name !== '..';
}

/** The bytes of one part, or undefined when it is not spelt as addresses are. A slash in a branch's name is written `%2F`. */
function decoded(part: string): ByteText | undefined {
  if (/%(?![0-9a-f]{2})|[^\x21-\x7e]/i.test(part)) return undefined;
  return part.replace(/%(..)/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The one right spelling. Directories end with a slash, so that names in them can be put behind. */
export function hrefOf(address: Address): string {
  if (address.page === 'owner') return spelt([address.owner], '/');
  if (address.page === 'packages') return spelt([address.owner, address.dirname], '/');
  const { owner, dirname, package: named } = address.repository;
  const parts = [owner, dirname, named];
  switch (address.page) {
    case 'package':
      return spelt(parts, '/');
    case 'branches':
      return spelt([...parts, address.page]);
    case 'log':
      return spelt([...parts, address.page, address.ref]);
    case 'commit':
      return spelt([...parts, address.page, address.commit]);
    default:
      return `${spelt([...parts, address.page, address.ref])}${stepsOf(address.path)}${address.page === 'tree' ? '/' : ''}`;
  }
}

function stepsOf(path: readonly ByteText[]): string {
  return path.map((step) => `/${encoded(step)}`).join('');
}

function spelt(texts: readonly string[], end = ''): string {
  return [BROWSE, ...texts.map((text) => encoded(byteTextOf(text)))].join('/') + end;
}

/** One part: every byte as it is where it means nothing else in an address. */
function encoded(bytes: ByteText): string {
  return bytes.replace(/[^\w.~@:+-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** What lies in a directory. */
import { type Markup, markup, placed } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../../domain/address.js';
import { type ByteText, textOf } from '../../domain/byte-text.js';
import type { RepositoryName } from '../../domain/names.js';
import type { ListedEntry } from '../views/tree-view.js';
import { shortHash, sizeInWords } from '../words.js';
import { entryIcon } from './icon.js';
import { visible } from './visible.js';

export interface EntriesProps {
  readonly name: RepositoryName;
  readonly reference: string;
  readonly path: readonly ByteText[];
  readonly entries: readonly ListedEntry[];
}

const KINDS = { directory: 'directory', file: '', program: 'executable', link: 'link', module: 'module' } as const;

/** One line each. */
export function Entries({ name, reference, path, entries }: EntriesProps): JSX.Element {
  const row = (entry: ListedEntry): Markup => {
    const text = visible(textOf(entry.name));
    const inside = [...path, entry.name];
    const page = entry.kind === 'directory' ? 'tree' : 'file';
    const href = hrefOf({ repository: name, page, ref: reference, path: inside });
    const label = entry.kind === 'module' ? text : markup`<a href="${href}" rel="nofollow">${text}</a>`;
    return markup`<li>${entryIcon(entry.kind)}<span class="kopr-files__name">${label}</span><span class="kopr-faint">${noteOn(entry)}</span></li>`;
  };
  return placed(markup`<ul class="kopr-files">${entries.map(row)}</ul>`);
}

function noteOn({ kind, hash, size }: ListedEntry): string {
  if (kind === 'module') return `module at ${shortHash(hash)}`;
  const words = [KINDS[kind], ...(size === undefined || kind === 'directory' ? [] : [sizeInWords(size)])];
  return words.filter((word) => word !== '').join(', ');
}

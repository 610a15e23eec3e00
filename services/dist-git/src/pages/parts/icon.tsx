/** The pictures of what lies in a directory. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { drawn, type Markup, Picture } from '@kopr/shared/look';
import type { EntryKind } from '../../git/browse/tree.js';

const FILE = 'M4 1.75h5.5L12.5 5v9.25H4zM9.25 1.75V5.5h3.25';
const SHAPES: Readonly<Record<EntryKind, string>> = {
  directory: 'M2 12.75v-9h4.25l1.5 1.75H14v7.25z',
  file: FILE,
  program: `${FILE}M6.25 8l1.5 1.5-1.5 1.5`,
  link: `${FILE}M6.25 11.5 10 8M7.5 8H10v2.5`,
  module: 'M2.5 5 8 2l5.5 3v6L8 14l-5.5-3zM2.5 5 8 8l5.5-3M8 8v6',
};

const ICONS = Object.fromEntries(
  Object.entries(SHAPES).map(([kind, shape]) => [
    kind,
    drawn(
      <Picture>
        <path d={shape} />
      </Picture>,
    ),
  ]),
) as Record<EntryKind, Markup>;

/** Drawn once for all. */
export function entryIcon(kind: EntryKind): Markup {
  return ICONS[kind];
}

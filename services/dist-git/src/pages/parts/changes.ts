/** The difference that a commit makes, file by file. */
import { counted, type Markup, markup, placed } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../../domain/address.js';
import { textOf } from '../../domain/byte-text.js';
import type { RepositoryName } from '../../domain/names.js';
import { type Change, NO_FILE } from '../../git/browse/change.js';
import type { FileDiff, PatchLine } from '../../git/browse/patch.js';
import { legible, visible } from './visible.js';

export interface ChangesProps {
  readonly name: RepositoryName;
  readonly commit: string;
  readonly files: readonly FileDiff[];
}

const MODULE = '160000';
const SIGNS: Readonly<Record<PatchLine['kind'], string>> = { same: ' ', added: '+', removed: '-', hunk: '', note: '' };

/** Each file under its name, with what was taken away and what came. */
export function Changes({ name, commit, files }: ChangesProps): JSX.Element {
  return placed(markup`${files.map((file) => fileOf(file, titleOf(file.change, name, commit)))}`);
}

function fileOf(file: FileDiff, title: Markup): Markup {
  const { change, lines } = file;
  const label = `Changes of ${legible(textOf(change.path))}`;
  const body =
    lines.length === 0
      ? markup`<p class="kopr-diff__note kopr-faint">${wordsFor(file)}</p>`
      : markup`<pre class="kopr-lines kopr-diff__lines" tabindex="0" aria-label="${label}"><code>${lines.map(lineOf)}</code></pre>`;
  return markup`<section class="pf-v6-c-card kopr-diff">
<h2 class="kopr-diff__head"><span class="kopr-diff__name">${title}</span> <span class="kopr-faint">${noteOn(change)}</span>
${countOf(lines)}</h2>
${body}</section>`;
}

/** Leads to the file as it was after the commit. */
function titleOf({ kind, path, from, newMode }: Change, name: RepositoryName, commit: string): Markup {
  const before = from === undefined ? [] : [visible(textOf(from)), markup` → `];
  const after = visible(textOf(path));
  if (kind === 'deleted' || newMode === MODULE) return markup`${[...before, after]}`;
  const href = hrefOf({ page: 'file', repository: name, ref: commit, path: path.split('/') });
  return markup`${[...before, markup`<a href="${href}" rel="nofollow">${after}</a>`]}`;
}

function countOf(lines: readonly PatchLine[]): Markup {
  if (lines.length === 0) return markup``;
  const count = (kind: PatchLine['kind']): number => lines.filter((line) => line.kind === kind).length;
  return markup`<span class="kopr-diff__count"><span class="kopr-diff__added">+${count('added')}</span> <span class="kopr-diff__removed">−${count('removed')}</span></span>`;
}

/** What happened to the file as a whole. */
function noteOn({ kind, oldMode, newMode }: Change): string {
  const words: string[] = kind === 'changed' ? [] : [kind];
  if (oldMode !== newMode && oldMode !== NO_FILE && newMode !== NO_FILE) words.push(`mode ${oldMode} → ${newMode}`);
  return words.join(', ');
}

/** Said where lines would be. */
function wordsFor({ opaque, told, change }: FileDiff): string {
  if (!told) return 'Not shown: the whole difference is too large for a page.';
  if (opaque) return 'Not shown: it is not text, or too large.';
  return change.kind === 'added' || change.kind === 'deleted' ? 'The file is empty.' : 'Its lines are the same.';
}

function lineOf({ kind, text, before, after }: PatchLine): Markup {
  const numbers = [before, after].map((number) => markup`<i class="kopr-line__number">${number ?? ''}</i>`);
  return markup`<span class="kopr-line kopr-line--${kind}">${numbers}<b>${SIGNS[kind]}</b>${visible(textOf(text))}
</span>`;
}

/** `3 files changed`. */
export function changesInWords(count: number): string {
  return `${counted(count, 'file')} changed`;
}

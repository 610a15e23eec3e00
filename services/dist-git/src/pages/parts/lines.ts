/** A file's lines with their numbers, each of which is an address. */
import { type Markup, markup, placed } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { RepositoryName } from '../../domain/names.js';
import { sourceLine } from '../../domain/sources-file.js';
import { specWords, type Word } from '../../domain/spec-words.js';
import { archivePath } from '../links.js';
import { visible } from './visible.js';

/** How the lines of a file are read. */
export type Reader = (lines: readonly string[]) => Markup[];

/** By the name of a file: specs in colour, the list of archives with links to them, all else as it is. */
export function readerOf(file: string, name: RepositoryName): Reader {
  if (file.endsWith('.spec')) return (lines) => specWords(lines).map((words) => markup`${words.map(wordOf)}`);
  if (file === 'sources') return (lines) => lines.map((line) => archiveLine(line, name));
  return (lines) => lines.map(visible);
}

function wordOf({ kind, text }: Word): Markup {
  return kind === 'plain' ? visible(text) : markup`<span class="kopr-word--${kind}">${visible(text)}</span>`;
}

function archiveLine(line: string, name: RepositoryName): Markup {
  const archive = sourceLine(line);
  if (!archive) return visible(line);
  const link = markup`<a href="${archivePath(name, archive)}">${archive.name}</a>`;
  const { at, name: file } = archive;
  return markup`${line.slice(0, at)}${link}${line.slice(at + file.length)}`;
}

/** Lines of a text, without what is behind the last line's end. CRLF ends a line as LF does. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

export interface LinesProps {
  readonly lines: readonly Markup[];
  /** What is shown, for those who cannot see. */
  readonly label: string;
  /** The page where each line has its address; undefined: this one. */
  readonly href: string | undefined;
}

/** The numbers are not copied with the text. */
export function Lines({ lines, label, href }: LinesProps): JSX.Element {
  const rows = lines.map((line, at) => {
    const id = `L${at + 1}`;
    const start = href === undefined ? markup`<span class="kopr-line" id="${id}">` : markup`<span class="kopr-line">`;
    return markup`${start}<a class="kopr-line__number" href="${href ?? ''}#${id}">${at + 1}</a>${line}
</span>`;
  });
  return placed(markup`<pre class="kopr-lines" tabindex="0" aria-label="${label}"><code>${rows}</code></pre>`);
}

/**
 * Strangers' text with everything in sight: characters that are not seen, or that turn the order of others around, are
 * shown by their numbers, so that code reads as it runs.
 */
/** @jsxRuntime automatic @jsxImportSource preact */
import { type Markup, markup, placed } from '@kopr/shared/look';
import type { JSX } from 'preact';

/** Controls but the tab, what only formats, halves of characters, separators of lines. */
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const EACH = new RegExp(UNSEEN, 'gu');

/** One line of it. */
export function visible(text: string): Markup {
  // Almost always.
  if (!UNSEEN.test(text)) return markup`${text}`;
  const parts: Markup[] = [];
  let end = 0;
  for (const { 0: character, index } of text.matchAll(EACH)) {
    parts.push(markup`${text.slice(end, index)}<span class="kopr-unseen">${nameOf(character)}</span>`);
    end = index + character.length;
  }
  return markup`${[...parts, markup`${text.slice(end)}`]}`;
}

/** The same among elements. */
export function Visible({ text }: { text: string }): JSX.Element {
  return placed(visible(text));
}

/** The same where there is room for text only. */
export function legible(text: string): string {
  return text.replace(EACH, nameOf);
}

/** Old controls as terminals show them, others by their numbers. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Mark-up written out as text, for what a page has many of or what never changes: elements cost several times as much.
 * Whatever is put in is escaped, unless it is mark-up itself, so nobody can forget to.
 */
import type { JSX } from 'preact';
import { jsxEscape, jsxTemplate } from 'preact/jsx-runtime';
import { renderToString } from 'preact-render-to-string';

/** Not a name that anything read from outside could have. */
const HTML = Symbol('html');

/** Text that needs no escaping any more. */
export interface Markup {
  readonly [HTML]: string;
}

type Value = string | number | Markup | readonly Markup[];

/** A template of mark-up; values may stand where text does, or in an attribute's double quotes. */
export function markup(texts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let html = texts[0] ?? '';
  values.forEach((value, nth) => (html += htmlOf(value) + (texts[nth + 1] ?? '')));
  return { [HTML]: html };
}

function htmlOf(value: Value): string {
  if (typeof value !== 'object') return jsxEscape(String(value)) as string;
  return HTML in value ? value[HTML] : value.map((one) => one[HTML]).join('');
}

/** Elements as they look now, for those that always look so; they stand in no frame. */
export function drawn(element: JSX.Element): Markup {
  return { [HTML]: renderToString(element) };
}

/** Puts mark-up among elements. */
export function placed(what: Markup): JSX.Element {
  return jsxTemplate([what[HTML]]);
}

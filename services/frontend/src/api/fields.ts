/**
 * The kinds of fields that API v3 has, as zod schemas: what they take (Copr coerces a lot), what they give, and the
 * texts of their errors. Absent and null are the same everywhere. The input types are for the API's description.
 */
import { z } from 'zod';
import { str } from './python.js';

/** What may be told of any field: what it is for, and a value that it may have. */
interface Options {
  readonly about?: string;
  readonly example?: unknown;
}
/** What the API's description says of the values: keywords of JSON Schema. */
type Shown = Readonly<Record<string, unknown>>;
/** What the database holds. */
const MAX_INTEGER = 2 ** 31 - 1;
/** More values than anybody means. */
const MAX_NAMES = 1000;
/** Longer texts are no names, addresses or paths, and no descriptions that anybody reads. */
const MAX_LINE_CHARS = 2000;
const MAX_PROSE_CHARS = 200_000;
type Issue = (message: string) => void;
const WORDS: Shown = { type: ['array', 'string', 'null'], items: { type: 'string' }, maxItems: MAX_NAMES };
const LINE: Shown = { type: ['string', 'null'], maxLength: MAX_LINE_CHARS };

/** A field that takes anything and says itself what is wrong with it. `shown` describes it to people. */
function field<T>(shown: Shown, options: Options, read: (value: unknown, issue: Issue) => T) {
  return reading(z.unknown().optional().meta(described(shown, options)), read);
}

/** The same, for what must be there. */
function requiredField<T>(shown: Shown, options: Options, read: (value: unknown, issue: Issue) => T) {
  return reading(z.unknown().meta(described(shown, options)), read);
}

function reading<T>(schema: z.ZodType, read: (value: unknown, issue: Issue) => T) {
  return schema.transform((value, context): T => {
    const issue = (message: string) => context.addIssue({ code: 'custom', message });
    return read(value ?? undefined, issue);
  });
}

function described(shown: Shown, { about, example }: Options): Shown {
  return {
    ...shown,
    ...(about === undefined ? {} : { description: about }),
    ...(example === undefined ? {} : { examples: [example] }),
  };
}

/** A text on one line: stripped; lists are joined by a space, other values shown as Python does. Empty is absent. */
export function line(options: Options & { check?: (text: string) => string | undefined } = {}) {
  return field(LINE, options, (value, issue) => {
    const text = lineOf(value);
    const wrong = text === undefined ? undefined : (options.check?.(text) ?? whyNotLine(text));
    if (wrong !== undefined) issue(wrong);
    return text;
  });
}

/** A text on one line that must be there. */
export function requiredLine(options: Options & { check?: (text: string) => string | undefined } = {}) {
  const shown = { type: 'string', minLength: 1, maxLength: MAX_LINE_CHARS };
  return requiredField(shown, options, (value, issue) => {
    const text = lineOf(value) ?? '';
    const wrong = text === '' ? 'This field is required.' : (options.check?.(text) ?? whyNotLine(text));
    if (wrong !== undefined) issue(wrong);
    return text;
  });
}

/** A text on one line that may be given as an empty one, to clear what was there; null when absent. */
export function keptLine(options: Options & { check?: (text: string) => string | undefined } = {}) {
  return field({ ...LINE, default: null }, options, (value, issue) => {
    if (value === undefined) return null;
    const text = lineOf(value) ?? '';
    const wrong = text === '' ? undefined : (options.check?.(text) ?? whyNotLine(text));
    if (wrong !== undefined) issue(wrong);
    return text;
  });
}

/** A text of several lines, as it is. */
export function prose(options: Options = {}) {
  const shown = { type: ['string', 'null'], maxLength: MAX_PROSE_CHARS };
  return field(shown, options, (value, issue) => {
    const text = value === undefined ? '' : str(value);
    const wrong = whyNotProse(text);
    if (wrong !== undefined) issue(wrong);
    return text;
  });
}

/** Yes or no. Only false, 0, "false" and "" are no; so "False", "0" and "off" are yes. */
export function flag(absent: boolean, options: Options = {}) {
  const shown = { type: ['boolean', 'null'], default: absent };
  return field(shown, options, (value) => (value === undefined ? absent : isTrue(value)));
}

/** Yes, no, or not said. */
export function maybeFlag(options: Options = {}) {
  const read = (value: unknown) => (value === undefined || value === '' ? null : isTrue(value));
  return field({ type: ['boolean', 'null'], default: null }, options, read);
}

/** A whole number, which may be written as a text; null when absent or empty. */
export function integer(options: Options & { min?: number; max?: number } = {}) {
  const { min: minimum, max: maximum } = options;
  const shown = {
    type: ['integer', 'null'],
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
  return field(shown, options, (value, issue) => {
    const text = lineOf(value);
    if (text === undefined) return null;
    const number = /^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= MAX_INTEGER ? Number(text) : NaN;
    if (Number.isNaN(number)) issue('Not a valid integer value.');
    const wrong = rangeText(number, options);
    if (wrong !== undefined) issue(wrong);
    return number;
  });
}

/** One of some words; `absent` when not given. */
export function choice<const V extends string>(values: readonly V[], absent: V, options: Options = {}) {
  // Without a type, so that null may stand beside the words.
  const shown = { enum: [...values, null], default: absent };
  return field(shown, options, (value, issue) => {
    const text = lineOf(value) ?? absent;
    const known = values.find((candidate) => candidate === text);
    if (known === undefined) issue('Not a valid choice.');
    return known ?? absent;
  });
}

/** Several words in one text, divided by white space; a list does as well. */
export function words(options: Options & { check?: (words: readonly string[]) => readonly string[] } = {}) {
  return field(WORDS, options, (value, issue) => {
    const found = (lineOf(value) ?? '').split(/\s+/).filter((word) => word !== '');
    const wrong = whyNotMany(found);
    for (const message of wrong === undefined ? (options.check?.(found) ?? []) : [wrong]) issue(message);
    return found;
  });
}

/** A list of names; one text is one name. Each must be what `check` allows. */
export function names(options: Options & { check?: (names: readonly string[]) => string | undefined } = {}) {
  const shown = { type: ['array', 'string', 'null'], items: { type: 'string' }, maxItems: MAX_NAMES };
  return field(shown, options, (value, issue) => {
    const found = value === undefined ? [] : Array.isArray(value) ? value.map(str) : [str(value)];
    const wrong = whyNotMany(found) ?? options.check?.(found);
    if (wrong !== undefined) issue(wrong);
    return found;
  });
}

/** Copr's text for choices that are none: one, or several. */
export function notChoices(bad: readonly string[]): string {
  const list = bad.map((name) => `'${name}'`).join(', ');
  return bad.length === 1
    ? `${list} is not a valid choice for this field.`
    : `${list} are not valid choices for this field.`;
}

/** What is wrong with any text on one line. Control characters would end up in files of settings and in commands. */
function whyNotLine(text: string): string | undefined {
  if (text.length > MAX_LINE_CHARS) return tooLong(MAX_LINE_CHARS);
  return /\p{Cc}/u.test(text) ? NO_CONTROLS : whyNotUnicode(text);
}

/** The same for texts of several lines. */
function whyNotProse(text: string): string | undefined {
  if (text.length > MAX_PROSE_CHARS) return tooLong(MAX_PROSE_CHARS);
  return /[^\P{Cc}\t\n\r]/u.test(text) ? NO_CONTROLS : whyNotUnicode(text);
}

function whyNotMany(texts: readonly string[]): string | undefined {
  if (texts.length > MAX_NAMES) return `At most ${MAX_NAMES} values are taken.`;
  return texts.map(whyNotLine).find((wrong) => wrong !== undefined);
}

const NO_CONTROLS = 'Control characters are not allowed.';
const tooLong = (chars: number) => `Field cannot be longer than ${chars} characters.`;

/** Halves of characters can neither be stored nor shown. */
function whyNotUnicode(text: string): string | undefined {
  return /\p{Surrogate}/u.test(text) ? 'The text is not well-formed Unicode.' : undefined;
}

function isTrue(value: unknown): boolean {
  return !(value === false || value === 0 || value === 'false' || value === '');
}

function lineOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = (Array.isArray(value) ? value.map(str).join(' ') : str(value)).trim();
  return text === '' ? undefined : text;
}

function rangeText(
  number: number,
  { min = -Infinity, max = Infinity }: { min?: number; max?: number },
): string | undefined {
  if (number >= min && number <= max) return undefined;
  if (max === Infinity) return min === -Infinity ? undefined : `Number must be at least ${min}.`;
  return `Number must be between ${min} and ${max}.`;
}

/** The kinds of settings. Each knows its variable, what it means, and how to read a value of it. */
import { readFileSync } from 'node:fs';
import { parseUrl } from '../domain/index.js';

/** What reading one value came to: the value, or what was expected instead. */
type Reading<T> = { ok: true; value: T } | { ok: false; expected: string };

/** One environment variable: name, meaning and default stand together. Without a default it is required. */
export interface Setting<T> {
  readonly name: string;
  readonly meaning: string;
  /** A secret's value is never printed. */
  readonly secret: boolean;
  /** Read like any value when the variable is unset or empty; null: then the value is null; undefined: required. */
  readonly fallback: string | null | undefined;
  read(raw: string): Reading<T>;
}

/** What every kind takes. A default of null makes the setting optional. */
export interface SettingOptions<T> {
  readonly name: string;
  readonly meaning: string;
  readonly default?: T;
  readonly secret?: boolean;
}

/** A default of null lets the value be null too. */
type Nullable<D> = Extract<D, null>;
type Reader<T> = (raw: string) => Reading<T>;
const good = <T>(value: T): Reading<T> => ({ ok: true, value });
const bad = (expected: string): Reading<never> => ({ ok: false, expected });

function define<T>(options: SettingOptions<string | number | boolean | null>, read: Reader<T>): Setting<T> {
  const { name, meaning, secret = false, default: value } = options;
  const fallback = value === undefined ? undefined : value === null ? null : String(value);
  return Object.freeze({ name, meaning, secret, fallback, read });
}

function text<D extends string | null = string>(options: SettingOptions<D>): Setting<string | Nullable<D>> {
  return define<string | Nullable<D>>(options, good);
}

function integer<D extends number | null = number>(
  options: SettingOptions<D>,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {},
): Setting<number | Nullable<D>> {
  return define<number | Nullable<D>>(options, (raw) => {
    const value = /^-?\d+$/.test(raw) ? Number(raw) : NaN;
    return value >= min && value <= max ? good(value) : bad(`a whole number from ${min} to ${max}`);
  });
}

function flag(options: SettingOptions<boolean>): Setting<boolean> {
  return define(options, (raw) => {
    const word = raw.toLowerCase();
    if (['1', 'true', 'yes'].includes(word)) return good(true);
    return ['0', 'false', 'no'].includes(word) ? good(false) : bad('1 or 0, true or false, yes or no');
  });
}

/** Without a slash at its end, so that paths can be put behind it. */
function url<D extends string | null = string>(options: SettingOptions<D>): Setting<string | Nullable<D>> {
  return define<string | Nullable<D>>(options, (raw) =>
    parseUrl(raw) ? good(raw.replace(/\/+$/, '')) : bad('a URL with its scheme, as http://host:port'),
  );
}

/** A length of time; a plain number means seconds, `5m`, `2h` and `7d` are understood. The value is in seconds. */
function seconds<D extends number | null = number>(options: SettingOptions<D>): Setting<number | Nullable<D>> {
  const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
  return define<number | Nullable<D>>(options, (raw) => {
    const [, count, unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(raw) ?? [];
    return count === undefined
      ? bad('a time in seconds, or with a unit as 30s, 5m, 2h, 7d')
      : good(Number(count) * (units[unit] ?? 1));
  });
}

function oneOf<const V extends string>(values: readonly V[], options: SettingOptions<V>): Setting<V> {
  return define(options, (raw) => {
    const value = values.find((v) => v === raw);
    return value === undefined ? bad(`one of ${values.join(', ')}`) : good(value);
  });
}

/** The variable names a file, the value is the file's text; the default is a path, null makes the file optional. */
function file<D extends string | null = string>(options: SettingOptions<D>): Setting<string | Nullable<D>> {
  return define<string | Nullable<D>>(options, (raw) => {
    try {
      return good(readFileSync(raw, 'utf8'));
    } catch (error) {
      return bad(`the path of a readable file (${String((error as NodeJS.ErrnoException).code)})`);
    }
  });
}

/** Makes settings: `setting.text({ name, meaning, default?, secret? })` and so on. */
export const setting = { text, integer, flag, url, seconds, oneOf, file };

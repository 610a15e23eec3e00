/** Kinds of settings that only the frontend has. */
import type { Setting } from '@kopr/shared/config';

/** A factor, as `1` or `0.05`. */
export function factor(options: { name: string; default: number; meaning: string }): Setting<number> {
  const { name, meaning, default: fallback } = options;
  const read = (raw: string) => {
    const value = /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : 0;
    return value > 0 ? { ok: true as const, value } : { ok: false as const, expected: 'a number above 0' };
  };
  return Object.freeze({ name, meaning, secret: false, fallback: String(fallback), read });
}

/** Pairs of names, as `epel-8=rhelbeta-8 a=b`. */
export function pairs(options: { name: string; meaning: string }): Setting<ReadonlyMap<string, string>> {
  const read = (raw: string) => {
    const found = raw
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => word.split('='));
    const isGood = found.every(([from = '', to = '', ...more]) => from !== '' && to !== '' && more.length === 0);
    const value = new Map(found.map(([from = '', to = '']) => [from, to]));
    return isGood ? { ok: true as const, value } : { ok: false as const, expected: 'pairs like epel-8=rhelbeta-8' };
  };
  return Object.freeze({ ...options, secret: false, fallback: '', read });
}

/** Names of protocols that curl knows and the guard judges. */
export function protocols(options: { name: string; default: string; meaning: string }): Setting<readonly string[]> {
  const { name, meaning, default: fallback } = options;
  const read = (raw: string) => {
    const value = raw.split(/\s+/).filter((word) => word !== '');
    const isGood = value.length > 0 && value.every((word) => ['http', 'https', 'ftps'].includes(word));
    return isGood ? { ok: true as const, value } : { ok: false as const, expected: 'some of http, https, ftps' };
  };
  return Object.freeze({ name, meaning, secret: false, fallback, read });
}

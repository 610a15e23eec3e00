/** Values as Python shows them: Copr's clients print such texts, and people search for them. */

/** `repr` of JSON values. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value === 'object') return dict(Object.entries(value));
  return typeof value === 'number' ? String(value) : '';
}

/** `str` of JSON values: a text is itself. */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : repr(value);
}

function dict(entries: [string, unknown][]): string {
  return `{${entries.map(([key, value]) => `${repr(key)}: ${repr(value)}`).join(', ')}}`;
}

/** Single quotes, unless the text has some and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r');
  return quote + (quote === "'" ? escaped.replace(/'/g, "\\'") : escaped) + quote;
}

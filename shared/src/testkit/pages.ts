/** What a page's mark-up tells to those who do not look at it. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);

/** Every address that a page leads to or loads: `href` and `src`, and where its forms go. */
export function addressesIn(html: string): { links: string[]; forms: string[] } {
  const of = (pattern: RegExp): string[] => [...html.matchAll(pattern)].map(([, value]) => decoded(value ?? ''));
  return {
    links: of(/ (?:href|src)="([^"]*)"/g),
    forms: of(/<form[^>]* method="post"[^>]* action="([^"]*)"/g),
  };
}

/** What is wrong with a document for those who cannot see it, and for the content security policy. */
export function faultsIn(html: string): string[] {
  const faults: string[] = [];
  const count = (pattern: RegExp): number => (html.match(pattern) ?? []).length;
  if (!html.startsWith('<!doctype html><html lang="en"')) faults.push('no doctype, or no language');
  for (const tag of ['title', 'main', 'h1'])
    if (count(new RegExp(`<${tag}[ >]`, 'g')) !== 1) faults.push(`not one <${tag}>`);
  if (count(/ style="/g) > 0 || count(/<style/g) > 0) faults.push('inline styles');
  if (count(/<script(?![^>]* src=)/g) > 0 || count(/ on\w+="/g) > 0) faults.push('inline scripts');
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id ?? '');
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`twice the id ${id}`);
  for (const [, id] of html.matchAll(/ (?:for|aria-labelledby|aria-describedby)="([^"]*)"/g))
    for (const each of (id ?? '').split(' ')) if (!ids.includes(each)) faults.push(`nothing has the id ${each}`);
  for (const [tag] of html.matchAll(/<img[^>]*>/g)) if (!/ alt[= ]/.test(tag)) faults.push(`no alt: ${tag}`);
  for (const [tag] of html.matchAll(/<a [^>]*href="(?!https?:|\/|#)[^"]*"[^>]*>/g))
    faults.push(`a strange link: ${tag}`);
  return faults;
}

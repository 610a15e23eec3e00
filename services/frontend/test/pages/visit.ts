/** A browser as tests need one: cookies, documents, links and forms; no scripts. */

/** A page that was loaded. */
export interface Loaded {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

export interface Visitor {
  /** Loads a page, following redirects within the site. */
  open(path: string): Promise<Loaded>;
  /** Sends a form of the page that was loaded last: its hidden fields, and these. Does not follow the redirect. */
  send(
    action: string,
    fields: Record<string, string | Blob>,
    options?: { multipart?: boolean; csrf?: string },
  ): Promise<Loaded>;
}

/** Somebody without any cookie, or with these. */
export function visitor(site: string, cookies: Record<string, string> = {}): Visitor {
  const jar = new Map(Object.entries(cookies));
  let last: Loaded | undefined;
  const load = async (path: string, init: RequestInit = {}): Promise<Loaded> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(site + path, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) keep(jar, line);
    return { url: path, status: answer.status, headers: answer.headers, html: await answer.text() };
  };
  const follow = async (path: string): Promise<Loaded> => {
    const page = await load(path);
    const to = page.headers.get('location');
    return to === null ? page : follow(to);
  };
  return {
    open: async (path) => (last = await follow(path)),
    send: async (action, fields, { multipart = false, csrf } = {}) => {
      const hidden = last?.html.match(/name="csrf" value="([^"]*)"/)?.[1] ?? '';
      const all = { csrf: csrf ?? hidden, ...fields };
      const page = await load(action, {
        method: 'POST',
        body: multipart ? multipartOf(all) : new URLSearchParams(all),
      });
      if (!page.headers.has('location')) last = page;
      return page;
    },
  };
}

function multipartOf(fields: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === '') jar.delete(name);
  else jar.set(name, value);
}

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

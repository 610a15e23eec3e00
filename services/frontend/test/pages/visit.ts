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

/** Checks of addresses that people send, with Copr's texts. */
import { parseUrl } from '@kopr/shared/domain';
import { checkUrl } from '@kopr/shared/guard';
import { z } from 'zod';

/** Longer URLs are no addresses that anybody serves. */
const MAX_CHARS = 2000;
/** One request is one transaction, so it makes no more builds than this. */
const MAX_SOURCES = 200;
/** More repositories than any build root is made of. */
const MAX_REPOS = 200;

/** An http(s) URL with a host. */
function isHttpUrl(text: string): boolean {
  const url = text.length > MAX_CHARS ? undefined : parseUrl(text);
  if (!url) return false;
  const { protocol, hostname } = url;
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' && /^https?:\/\//i.test(text);
}

/** What is wrong with a homepage. */
export function whyNotHttpUrl(text: string): string | undefined {
  return isHttpUrl(text) ? undefined : 'Invalid URL.';
}

/** What is wrong with a contact. */
export function whyNotContact(text: string): string | undefined {
  const fits = isHttpUrl(text) || (text.length <= MAX_CHARS && z.email().safeParse(text).success);
  return fits ? undefined : 'Contact must be email address or URL';
}

const notUrl = (url: string) =>
  `A list of http[s] URLs separated by whitespace characters is needed ('${url}' doesn't seem to be a valid URL).`;

/** What is wrong with repositories: `http…` or `copr://owner/project`. The first trouble only, as Copr's. To dnf a comma divides addresses. */
export function whyNotRepos(urls: readonly string[]): string[] {
  if (urls.length > MAX_REPOS) return [`At most ${MAX_REPOS} repositories are taken.`];
  const bad = urls.find(
    (url) =>
      url.includes(',') ||
      (!isHttpUrl(url) && !(url.length <= MAX_CHARS && /^copr:\/\/@?[\w.-]+\/[\w.:-]+(\?.*)?$/.test(url))),
  );
  return bad === undefined ? [] : [notUrl(bad)];
}

/** dnf's own variables, which have values only where a build runs: what they lead to is judged there. */
const VARIABLE = /\$(\w+|\{\w+\})/g;

/** What the guard has against repositories that builders read, when their text alone says it. The first trouble only. */
export function whyNotReadRepos(urls: readonly string[], allowPrivate: boolean): string[] {
  for (const url of urls.filter((candidate) => isHttpUrl(candidate))) {
    const checked = checkUrl(url.replace(VARIABLE, 'x'), { allowPrivate, schemes: ['http', 'https'] });
    if (!checked.ok) return [`'${url}' cannot be used: ${checked.problem}.`];
  }
  return [];
}

/** What is wrong with the URLs of sources. */
export function whyNotSources(urls: readonly string[]): string[] {
  if (urls.length === 0) return ['URLs to packages are required'];
  if (urls.length > MAX_SOURCES) return [`At most ${MAX_SOURCES} URLs are taken at once.`];
  const bad = urls.find((url) => !isHttpUrl(url));
  const odd = urls.find((url) => !/\.(src\.rpm|nosrc\.rpm|spec)$/i.test(pathOf(url)));
  const suffix = `URLs must end with .src.rpm, .nosrc.rpm, or .spec ('${odd ?? ''}' doesn't seem to be a valid URL).`;
  return [...(bad === undefined ? [] : [notUrl(bad)]), ...(odd === undefined ? [] : [suffix])];
}

function pathOf(url: string): string {
  return parseUrl(url)?.pathname ?? url;
}

/** Forge projects without the scheme that people copy with them. */
export function splitWords(words: readonly string[]): string[] {
  return words.map((word) => word.replace(/^[a-z]+:\/\//i, ''));
}

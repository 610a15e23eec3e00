/** Whether two addresses mean the same repository, however they are spelt. */

import { parseUrl } from '@kopr/shared/domain';

/** No forge has longer addresses; what strangers send may be. */
export const MAX_ADDRESS_CHARS = 1000;
/** Longer keys are cut: what is alike for so long is the same. */
export const MAX_KEY_CHARS = 255;

/**
 * What a repository is known by: host and path, in small letters, without `.git` and slashes at the end. A port counts
 * only by HTTP: by SSH the same server has another. Null for what is no address, or too long for one.
 */
export function repositoryOf(url: string): string | null {
  const parts = url.length > MAX_ADDRESS_CHARS ? undefined : partsOf(url.trim());
  if (!parts) return null;
  const path = plainPath(parts.path.toLowerCase());
  return path === '' ? null : `${parts.host.toLowerCase()}/${path}`.slice(0, MAX_KEY_CHARS);
}

/** Without all `end`s at its end. By an index: `/x+$/` would begin anew at every `x`, and take the square of the length. */
export function withoutEnd(text: string, end: string): string {
  let length = text.length;
  while (text.endsWith(end, length)) length -= end.length;
  return text.slice(0, length);
}

function plainPath(path: string): string {
  const trimmed = withoutEnd(path.replace(/^\/+/, ''), '/');
  return trimmed.endsWith('.git') ? withoutEnd(trimmed.slice(0, -'.git'.length), '/') : trimmed;
}

function partsOf(url: string): { host: string; path: string } | undefined {
  const parsed = url.includes('://') ? parseUrl(url) : undefined;
  if (parsed) return { host: /^https?:$/.test(parsed.protocol) ? parsed.host : parsed.hostname, path: parsed.pathname };
  // As git takes it for SSH: user@host:path.
  const [, host, path] = /^(?:[\w.-]+@)?([\w.-]+):([^:]+)$/.exec(url) ?? [];
  return host === undefined || path === undefined ? undefined : { host, path };
}

/** What the repository with these addresses is known by. */
export function keysOf(urls: readonly string[]): string[] {
  return [...new Set(urls.flatMap((url) => repositoryOf(url) ?? []))];
}

/** Whether two addresses mean the same repository, however they are spelt. */

import { parseUrl } from '@kopr/shared/domain';

/** Longer keys are cut: what is alike for so long is the same. */
export const MAX_KEY_CHARS = 255;

/**
 * What a repository is known by: host and path, in small letters, without `.git` and slashes at the end. A port counts
 * only by HTTP: by SSH the same server has another. Null for what is no address.
 */
export function repositoryOf(url: string): string | null {
  const parts = partsOf(url.trim());
  if (!parts) return null;
  const path = parts.path.replace(/^\/+|\/+$/g, '').replace(/(\.git)?\/*$/i, '');
  return path === '' ? null : `${parts.host}/${path}`.toLowerCase().slice(0, MAX_KEY_CHARS);
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

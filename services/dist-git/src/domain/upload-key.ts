/**
 * Keys for uploads by pyrpkg, which can send no password: it allows only Kerberos, whatever its configuration or
 * `.netrc` say. So its address carries a key, which may be printed and logged: it opens the lookaside of one project
 * and nothing else, is made of an API token's hash, and ends with that token.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a key opens: the archives of a project's directory. */
export interface Opens {
  readonly owner: string;
  readonly dirname: string;
}

/** The key that belongs to a token, by the hex SHA-256 that is known of it. */
export function uploadKey(tokenSha256: string, { owner, dirname }: Opens): string {
  return createHmac('sha256', tokenSha256).update(`upload to ${owner}/${dirname}`).digest('hex');
}

/** Whether `key` belongs to one of these tokens. Takes as long for a wrong one, however much of it is right. */
export function isUploadKey(key: string, tokens: readonly string[], opens: Opens): boolean {
  const given = Buffer.from(key);
  return tokens.some((token) => {
    const right = Buffer.from(uploadKey(token, opens));
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

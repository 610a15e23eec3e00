/** The file `~/.config/copr`, as copr-cli reads it. Pure. */

/** A token with its secret part. */
export interface ShownToken {
  readonly login: string;
  readonly token: string;
  /** `YYYY-MM-DD`. */
  readonly expiresOn: string;
}

/** The file's text. copr-cli refuses plain http unless the file says that it is meant. */
export function apiConfig(user: string, siteUrl: string, { login, token, expiresOn }: ShownToken): string {
  return [
    '[copr-cli]',
    `login = ${login}`,
    `username = ${user}`,
    `token = ${token}`,
    `copr_url = ${siteUrl}`,
    ...(siteUrl.startsWith('https:') ? [] : ['encrypted = False']),
    `# expiration date: ${expiresOn}`,
    '',
  ].join('\n');
}

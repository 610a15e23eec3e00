/** The configuration file of copr-cli, ready to be put at `~/.config/copr`. */

/** What it holds. `expiresOn`: `YYYY-MM-DD`. */
export interface CoprAccess {
  readonly login: string;
  readonly token: string;
  readonly username: string;
  readonly expiresOn: string;
  readonly frontendUrl: string;
}

/** Without TLS the client wants to be told that this is meant. */
export function coprConfig({ login, token, username, expiresOn, frontendUrl }: CoprAccess): string {
  return [
    '[copr-cli]',
    `login = ${login}`,
    `username = ${username}`,
    `token = ${token}`,
    `copr_url = ${frontendUrl}`,
    ...(frontendUrl.startsWith('http:') ? ['encrypted = False'] : []),
    `# expiration date: ${expiresOn}`,
    '',
  ].join('\n');
}

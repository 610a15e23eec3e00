/** ssh's configuration of one clone: one host, reached through the guard, one key, no questions. Data in, text out. */

interface SshWay {
  /** As the guard has judged it: lower case, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Port of the guard's proxy on this container's loopback. */
  readonly guardPort: number;
  /** Path of the private key. */
  readonly key: string;
  /** Path of a file of host keys. `given`: by the packager, and then no other host key is taken. */
  readonly knownHosts: { readonly path: string; readonly given: boolean };
}

/**
 * Of several values ssh takes the first. Its connection is the guard's, to the host that was judged, whatever a repository's
 * submodules name; for any other host there is neither a key nor a way.
 */
export function sshConfig({ host, port, guardPort, key, knownHosts }: SshWay): string {
  const target = host.includes(':') ? `[${host}]` : host;
  const only = `The deploy key is for ${host} only.`;
  return [
    `Host ${host}`,
    `  IdentityFile ${key}`,
    `  ProxyCommand socat - 'PROXY:127.0.0.1:${target}:${port},proxyport=${guardPort}'`,
    'Host *',
    '  IdentitiesOnly yes',
    '  IdentityFile none',
    '  IdentityAgent none',
    // Not echo alone: ssh would end it as soon as its output is turned elsewhere.
    `  ProxyCommand sh -c 'echo "${only}" >&2'`,
    '  BatchMode yes',
    '  PreferredAuthentications publickey',
    `  StrictHostKeyChecking ${knownHosts.given ? 'yes' : 'accept-new'}`,
    `  UserKnownHostsFile ${knownHosts.path}`,
    '  GlobalKnownHostsFile /dev/null',
    '  UpdateHostKeys no',
    '  CheckHostIP no',
    '  ForwardAgent no',
    '  ClearAllForwardings yes',
    '  ConnectTimeout 30',
    '  ServerAliveInterval 30',
    '  ServerAliveCountMax 4',
    '',
  ].join('\n');
}

/** Subversion over HTTP and HTTPS for tests: Apache with mod_dav_svn, as nearly everybody has it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor, eventually } from '@kopr/shared/testkit';
import { freePort, isOpen } from './svn-server.js';

export interface DavServer extends AsyncDisposable {
  readonly port: number;
  readonly tlsPort: number;
  /** PEM of its certificate, which must be trusted. */
  readonly certificate: string;
}

const MODULES = '/usr/lib/apache2/modules';

/** Serves the repositories in a folder, on every interface; `names`: whom its certificate is for. */
export async function openDavServer(repositories: string, names: string): Promise<DavServer> {
  const dir = mkdtempSync(join(tmpdir(), 'kopr-dav-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { key, cert } = certificateFor(names);
  writeFileSync(join(dir, 'tls.pem'), key + cert, { mode: 0o600 });
  writeFileSync(join(dir, 'apache.conf'), configuration({ dir, repositories, port, tlsPort }));
  // Its workers run without rights.
  for (const path of [dir, repositories]) chmodSync(path, 0o755);
  const server = spawn('/usr/sbin/apache2', ['-f', join(dir, 'apache.conf'), '-DFOREGROUND']);
  await eventually(async () => (await isOpen(port)) && (await isOpen(tlsPort)), { withinMs: 10_000, what: 'Apache' });
  return {
    port,
    tlsPort,
    certificate: cert,
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      rmSync(dir, { recursive: true });
    },
  };
}

interface Site {
  readonly dir: string;
  readonly repositories: string;
  readonly port: number;
  readonly tlsPort: number;
}

function configuration({ dir, repositories, port, tlsPort }: Site): string {
  const modules = ['mpm_event', 'authz_core', 'alias', 'ssl', 'dav', 'dav_svn'];
  return [
    ...modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
    `ServerRoot ${dir}`,
    'ServerName kopr-test',
    `PidFile ${dir}/pid`,
    `DefaultRuntimeDir ${dir}`,
    `ErrorLog ${dir}/errors`,
    'User nobody',
    'Group nogroup',
    `Listen ${port}`,
    `Listen ${tlsPort}`,
    `<VirtualHost *:${tlsPort}>`,
    '  SSLEngine on',
    `  SSLCertificateFile ${dir}/tls.pem`,
    '  Redirect /open http://svn.example/svn',
    '</VirtualHost>',
    '<Location /svn>',
    '  DAV svn',
    `  SVNParentPath ${repositories}`,
    '</Location>',
    '',
  ].join('\n');
}

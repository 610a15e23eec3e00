/** An image of source tools that trusts one more certificate, as an operator's own would. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes it of `base`, under this name; `trusting`: the variables by which its tools find the certificate. */
export function makeTrustingImage(
  base: string,
  name: string,
  certificate: string,
  trusting: readonly string[] = ['GIT_SSL_CAINFO'],
): void {
  const dir = mkdtempSync(join(tmpdir(), 'kopr-trust-'));
  const path = '/etc/kopr-test-ca.pem';
  const env = trusting.map((variable) => `ENV ${variable}=${path}\n`).join('');
  writeFileSync(join(dir, 'Dockerfile'), `FROM ${base}\nCOPY ca.pem ${path}\n${env}`);
  writeFileSync(join(dir, 'ca.pem'), certificate, { mode: 0o644 });
  execFileSync('docker', ['build', '-q', '-t', name, dir], {
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
    stdio: 'ignore',
  });
  rmSync(dir, { recursive: true });
}

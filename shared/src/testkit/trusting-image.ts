/** An image of source tools that trusts one more certificate, as an operator's own would. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes it of `base`, under this name. */
export function makeTrustingImage(base: string, name: string, certificate: string): void {
  const dir = mkdtempSync(join(tmpdir(), 'kopr-trust-'));
  const path = '/etc/kopr-test-ca.pem';
  writeFileSync(join(dir, 'Dockerfile'), `FROM ${base}\nCOPY ca.pem ${path}\nENV GIT_SSL_CAINFO=${path}\n`);
  writeFileSync(join(dir, 'ca.pem'), certificate, { mode: 0o644 });
  execFileSync('docker', ['build', '-q', '-t', name, dir], {
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
    stdio: 'ignore',
  });
  rmSync(dir, { recursive: true });
}

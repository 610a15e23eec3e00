/** Whom the image trusts: an operator's own certificate authorities stand there, and svn, curl and git go by them. */
import { existsSync, readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

// Debian and its kin, Fedora and its kin, SUSE.
const BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem'];

/** For the builder's own TLS with strangers: Node's authorities, and those of the image. */
export function imageTrust(env: NodeJS.ProcessEnv): SecureContext {
  const named = [env['NODE_EXTRA_CA_CERTS'], env['SSL_CERT_FILE'] ?? BUNDLES.find(existsSync)];
  const found = named.flatMap((path) => (path !== undefined && existsSync(path) ? [readFileSync(path, 'utf8')] : []));
  return createSecureContext({ ca: [...rootCertificates, ...found] });
}

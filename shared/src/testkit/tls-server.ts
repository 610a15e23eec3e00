/** A web server over TLS that lets in only who shows a user's name and a token. */
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificateFor } from './certificate.js';

export interface TlsServer extends AsyncDisposable {
  readonly url: string;
  /** PEM of its certificate, which must be trusted. */
  readonly certificate: string;
  /** Every request with its Authorization header. */
  readonly asked: { readonly url: string; readonly authorization: string | undefined }[];
}

/** Starts one on every interface; `host` is the address by which it is reached. */
export async function openTlsServer(host: string, login: string, serve: RequestListener): Promise<TlsServer> {
  const { key, cert } = certificateFor(`IP:${host}`);
  const asked: TlsServer['asked'] = [];
  const expected = `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createServer({ key, cert }, (request, response) => {
    const { authorization } = request.headers;
    asked.push({ url: request.url ?? '', authorization });
    if (authorization === expected) serve(request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return {
    url: `https://${host}:${(server.address() as AddressInfo).port}`,
    certificate: cert,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

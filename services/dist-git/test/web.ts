/** A web server that has what a test gives it, and can keep a client waiting. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Web extends AsyncDisposable {
  readonly url: string;
  /** By path; a number is a status, a string that begins with `>` a redirect, a function answers by itself. */
  readonly has: Map<string, Buffer | number | string | ((response: ServerResponse) => void)>;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[];
}

export async function openWeb(): Promise<Web> {
  const has: Web['has'] = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const found = has.get(path) ?? 404;
    if (typeof found === 'function') found(response);
    else if (typeof found === 'number') response.writeHead(found).end();
    else if (typeof found === 'string') response.writeHead(302, { location: found.slice(1) }).end();
    else response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    has,
    asked,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

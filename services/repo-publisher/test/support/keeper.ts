/** Serves one text, as the frontend serves comps.xml. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Keeper extends AsyncDisposable {
  readonly url: string;
  readonly sha256: string;
}

/** Anything below the address is not there. */
export async function keepText(text: string): Promise<Keeper> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/comps' ? 200 : 404;
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/comps`,
    sha256: createHash('sha256').update(text).digest('hex'),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A web server on this machine that the stack's containers reach: files in memory, anything else is 404. */
import { createServer } from 'node:http';
import { listen } from './gateway.js';

/** Serves `files` by path, as they are when they are asked for; `close` ends it. */
export async function serveFiles(files: Readonly<Record<string, Uint8Array>>): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const body = files[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, body === undefined ? {} : { 'Content-Length': body.length });
    response.end(body);
  });
  return { url: await listen(server), close: () => server.close() };
}

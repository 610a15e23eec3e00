/** A web server on this machine that the stack's containers reach: files in memory, anything else is 404. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { must } from './stack.js';

/** Serves `files` by path; `close` ends it. */
export async function serveFiles(files: Readonly<Record<string, Uint8Array>>): Promise<{ url: string; close(): void }> {
  // The builders' gateway is this machine, as the stack's containers see it.
  const network = await must('docker', [
    'network',
    'inspect',
    'kopr-test-builders',
    '--format',
    '{{(index .IPAM.Config 0).Gateway}}',
  ]);
  const gateway = network.trim();
  const server = createServer((request, response) => {
    const body = files[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, body === undefined ? {} : { 'Content-Length': body.length });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return { url: `http://${gateway}:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

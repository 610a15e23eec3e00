/** A frontend that is restarted while it answers. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import type { Orders } from '../builder/config.js';
import { getDefinition } from '../builder/net/definition.js';
import { fetchUpload } from '../builder/net/fetch-file.js';

const BODY = JSON.stringify('x'.repeat(100_000));

describe('an answer of the frontend that is cut in the middle', () => {
  let server: http.Server;
  let orders: Orders;
  let asked: number;
  beforeEach(async () => {
    asked = 0;
    server = http.createServer((_request, response) => {
      asked++;
      response.writeHead(200, { 'content-length': BODY.length });
      if (asked > 1) response.end(BODY);
      else response.write(BODY.slice(0, 5000), () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const frontendUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    orders = { task: '1', attempt: 1, frontendUrl, token: 'token', budget: 1 };
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is asked for again when it is the definition', async () => {
    const definition = await getDefinition(orders, 'get-srpm-build-task/1', z.string(), () => undefined);
    expect([JSON.stringify(definition) === BODY, asked]).to.deep.equal([true, 2]);
  });

  it('is asked for again when it is an upload', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kopr-upload-'));
    const path = join(dir, 'hello.spec');
    const room = { definition: { kopr: { max_download_bytes: 1e6 } }, orders, journal: { say: () => undefined } };
    await fetchUpload(room as unknown as Parameters<typeof fetchUpload>[0], ['abc', 'hello.spec'], path);
    expect([readFileSync(path, 'utf8') === BODY, asked]).to.deep.equal([true, 2]);
    rmSync(dir, { recursive: true });
  });
});

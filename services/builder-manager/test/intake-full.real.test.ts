/** A builder before an intake whose disk is full: it waits, ever longer, and delivers when there is room. */
import { expect } from 'chai';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFiles, putFiles } from '../builder/net/intake.js';

/** How long the disk stays full, in ms, and the most tries that this takes: with no pause there would be hundreds. */
const FULL_MS = 1500;
const MOST_TRIES = 8;

describe('a builder before an intake whose disk is full', () => {
  it('asks a few times, and delivers when there is room again', async () => {
    const began = Date.now();
    const puts: number[] = [];
    const server = createServer((request, response) => {
      const full = Date.now() - began < FULL_MS;
      if (request.method === 'PUT') puts.push(full ? 507 : 201);
      request
        .resume()
        .on('end', () => response.writeHead(request.method === 'HEAD' ? 404 : (puts.at(-1) ?? 500)).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const dir = await mkdtemp(join(tmpdir(), 'kopr-deliver-'));
    await writeFile(join(dir, 'build.log'), 'a line\n');
    const said: string[] = [];
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/intake/42/1`;
    const files = await describeFiles(dir, ['build.log']);
    await putFiles({ base, authorization: 'Bearer x' }, dir, files, (line) => said.push(line));
    server.close();
    server.closeAllConnections();
    await rm(dir, { recursive: true });

    expect(puts.at(-1)).to.equal(201);
    expect(puts.length).to.be.within(2, MOST_TRIES);
    expect(said.join('\n')).to.include('507');
  });
});

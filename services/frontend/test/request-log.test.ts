import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { createLog } from '@kopr/shared/log';
import { eventually } from '@kopr/shared/testkit';
import express from 'express';
import { expect } from 'chai';
import { loggedUrl, requestLog } from '../src/http/request-log.js';

describe('the log of requests', () => {
  it('does not tell the address of an upload', async () => {
    const stream = new PassThrough();
    const server = express()
      .use(requestLog(createLog('frontend', 'info', stream)))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/tmp/unguessable/hello.src.rpm?x=1`);
    const line = await eventually(() => (stream.read() as Buffer | null) ?? undefined, { what: 'the line' });
    server.close();
    expect(JSON.parse(String(line))).to.include({ message: 'request', url: '/tmp/…', status: 404 });
  });

  for (const url of ['//tmp/key/a.rpm', '/TMP/key/a.rpm', '/tmp//key/a.rpm', 'http://kopr:5000/tmp/key/a.rpm']) {
    it(`knows ${url} for one`, () => expect(loggedUrl(url)).to.match(/\/tmp\/…$/i));
  }

  for (const [url, logged] of [
    ['/webhooks/github/3/931d26b6-043c-43eb-9263-0aa97b4e54bf/', '/webhooks/github/…'],
    ['/webhooks/custom-dir/alice/p1:pr:2/931d26b6/hello', '/webhooks/custom-dir/…'],
    ['//WebHooks//gi%74hub/3/931d26b6', '//WebHooks//gi%74hub/…'],
  ] as const) {
    it(`does not tell the secret of a webhook: ${url}`, () => expect(loggedUrl(url)).to.equal(logged));
  }

  it('tells every other address, up to a bound', () => {
    expect(loggedUrl('/coprs/alice/tmp/build/7/?log=x')).to.equal('/coprs/alice/tmp/build/7/?log=x');
    expect(loggedUrl(`/${'x'.repeat(9_999)}`)).to.have.length(500);
  });
});

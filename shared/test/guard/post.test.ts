import type { IncomingMessage, ServerResponse } from 'node:http';
import { post, type Posted, type PostOrder } from '@kopr/shared/guard';
import { expect } from 'chai';
import { type Internet, openInternet, webServer } from './internet.js';

const ADDRESS = '93.184.216.34';

describe('something sent to an address that a stranger gave', () => {
  let net: Internet;
  beforeEach(() => {
    net = openInternet();
    net.names.set('example.org', [ADDRESS]);
  });

  function postIt(url: string, more: Partial<PostOrder> = {}): Promise<Posted> {
    const rules = { allowPrivate: false, schemes: ['https'] } as const;
    const order = { url, rules, headers: { authorization: 'Bearer secret' }, body: '{"a":"č"}', network: net };
    return post({ ...order, timeoutMs: 500, maxBytes: 20, ...more });
  }
  const serve = (port: number, handler: (request: IncomingMessage, response: ServerResponse) => void): unknown =>
    net.servers.set(`${ADDRESS}:${port}`, webServer(handler));

  it('arrives whole, by TLS with the name of the host, and is answered', async () => {
    const seen: unknown[] = [];
    serve(443, (request, response) => {
      seen.push(request.method, request.url, request.headers.host, request.headers.authorization);
      request.on('data', (piece: Buffer) => seen.push(piece.toString()));
      request.on('end', () => response.writeHead(201, { 'retry-after': '5' }).end('made'));
    });
    const answer = await postIt('https://example.org/a?b=1');
    expect(answer).to.include({ ok: true, status: 201, text: 'made' });
    expect(answer.ok && answer.headers['retry-after']).to.equal('5');
    expect(seen).to.deep.equal(['POST', '/a?b=1', 'example.org', 'Bearer secret', '{"a":"č"}']);
    expect(net.secured).to.deep.equal(['example.org']);
  });

  it('does not follow a redirect, whose status is the answer', async () => {
    serve(443, (_request, response) => response.writeHead(307, { location: 'https://elsewhere.example/' }).end());
    expect(await postIt('https://example.org/')).to.include({ ok: true, status: 307 });
    expect(net.resolved).to.deep.equal(['example.org']);
  });

  it('is answered by the beginning of a long text, and by the status when the text breaks off', async () => {
    serve(443, (_request, response) => response.writeHead(500).end('x'.repeat(100_000)));
    expect(await postIt('https://example.org/')).to.include({ status: 500, text: 'x'.repeat(20) });
    serve(443, (_request, response) => {
      response.writeHead(500, { 'content-length': 10 }).write('half', () => response.destroy());
    });
    expect(await postIt('https://example.org/')).to.include({ ok: true, status: 500 });
  });

  it('is not waited for longer than was said', async () => {
    serve(443, () => undefined);
    expect(await postIt('https://example.org/', { timeoutMs: 50 })).to.deep.equal({
      ok: false,
      problem: 'no answer within 0.05 seconds',
      forbidden: false,
    });
    serve(443, (_request, response) => response.writeHead(200).write('and then…'));
    expect(await postIt('https://example.org/', { timeoutMs: 50 })).to.include({ status: 200, text: 'and then…' });
  });

  for (const [what, url] of [
    ['an address of this machine', 'https://127.0.0.1/'],
    ['a name that leads to this machine', 'https://inside.example/'],
    ['HTTP without TLS', 'http://example.org/'],
    ['a port for mail', 'https://example.org:25/'],
    ['what is no address', 'nowhere'],
  ] as const)
    it(`does not go to ${what}`, async () => {
      net.names.set('inside.example', ['127.0.0.1']);
      serve(443, (_request, response) => response.end());
      expect(await postIt(url)).to.include({ ok: false, forbidden: true });
      expect(net.connected).to.deep.equal([]);
    });

  it('may arrive another time when nobody is there', async () =>
    expect(await postIt('https://example.org/')).to.include({ ok: false, forbidden: false }));
});

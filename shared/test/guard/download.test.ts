import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download, type Downloaded, type DownloadOrder } from '@kopr/shared/guard';
import { expect } from 'chai';
import { type Internet, openInternet, site, webServer } from './internet.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a download from an address that a stranger gave', () => {
  let net: Internet;
  let dir: string;
  beforeEach(async () => {
    net = openInternet();
    net.names.set('example.org', ['93.184.216.34']);
    dir = await mkdtemp(join(tmpdir(), 'kopr-guard-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const path = (): string => join(dir, 'file');
  function fetchIt(url: string, more: Partial<DownloadOrder> = {}): Promise<Downloaded> {
    const rules = { allowPrivate: false, schemes: ['http', 'https'] } as const;
    const order = { url, name: 'it', rules, maxBytes: 1000, timeoutMs: 5000, userAgent: 'kopr-test', network: net };
    return download({ ...order, ...more }, path());
  }
  /** The fault and the problem; nothing may be left on the disk then. */
  async function faultOf(came: Promise<Downloaded>): Promise<string> {
    const answer = await came;
    if (answer.ok) return 'it came';
    expect(await readdir(dir)).to.deep.equal([]);
    return `${answer.fault}${answer.temporary ? ' for now' : ''}: ${answer.problem}`;
  }
  const serve = (address: string, handler: (request: IncomingMessage, response: ServerResponse) => void): unknown =>
    net.servers.set(address, webServer(handler));

  it('comes whole, with its size and its digest', async () => {
    const asked: IncomingMessage[] = [];
    net.servers.set('93.184.216.34:80', site({ '/a?b=1': 'content' }, asked));
    expect(await fetchIt('http://example.org/a?b=1#c')).to.deep.equal({ ok: true, size: 7, sha256: sha256('content') });
    expect(await readFile(path(), 'utf8')).to.equal('content');
    expect(asked[0]!.headers).to.include({ host: 'example.org', 'user-agent': 'kopr-test', accept: '*/*' });
  });

  it('speaks TLS with the name of the host to the address that was resolved', async () => {
    net.servers.set('93.184.216.34:8443', site({ '/': 'x' }));
    expect(await fetchIt('https://Example.org.:8443/')).to.have.property('ok', true);
    expect(net.secured).to.deep.equal(['example.org']);
  });

  it('goes to the next address when one does not answer', async () => {
    net.names.set('example.org', ['93.184.216.34', '93.184.216.35']);
    net.servers.set('93.184.216.35:80', site({ '/': 'x' }));
    expect(await fetchIt('http://example.org/')).to.have.property('ok', true);
    expect(net.connected).to.deep.equal(['93.184.216.34:80', '93.184.216.35:80']);
  });

  it('connects to what was judged, though the name server has another answer by then', async () => {
    net.names.set('rebind.example', [['93.184.216.34'], ['127.0.0.1']]);
    net.servers.set('93.184.216.34:80', site({ '/': 'public' }));
    net.servers.set('127.0.0.1:80', site({ '/': 'secret' }));
    expect(await fetchIt('http://rebind.example/')).to.have.property('ok', true);
    expect(await readFile(path(), 'utf8')).to.equal('public');
    expect(await faultOf(fetchIt('http://rebind.example/'))).to.match(/^forbidden/);
    expect(net.connected).to.deep.equal(['93.184.216.34:80']);
  });

  it('resolves and judges anew after a redirect to the very same name', async () => {
    net.names.set('rebind.example', [['93.184.216.34'], ['169.254.169.254']]);
    net.servers.set('93.184.216.34:80', site({ '/': '>/again' }));
    net.servers.set('169.254.169.254:80', site({ '/again': 'secret' }));
    expect(await faultOf(fetchIt('http://rebind.example/'))).to.match(/^forbidden: rebind.example is not an address/);
    expect(net.connected).to.deep.equal(['93.184.216.34:80']);
  });

  const TO: readonly [what: string, location: string, fault: RegExp][] = [
    ['this machine', 'http://127.0.0.1/', /^forbidden: 127.0.0.1 is not/],
    ['this machine in decimal', 'http://2130706433/', /^forbidden: 127.0.0.1 is not/],
    ['this machine without a scheme', '//[::1]:5000/', /^forbidden: ::1 is not/],
    ['metadata', 'http://169.254.169.254/latest/meta-data/', /^forbidden: 169.254/],
    ['a private name', 'http://intranet.example/', /^forbidden: intranet.example is not/],
    ['a mixed name', 'http://mixed.example/', /^forbidden: mixed.example is not/],
    ['a file', 'file:///etc/passwd', /^forbidden: .*not by file/],
    ['gopher', 'gopher://example.org/', /^forbidden: .*not by gopher/],
    ['data', 'data:,x', /^forbidden: .*not by data/],
    ['git', 'git://example.org/', /^forbidden: .*not by git/],
    ['a mail server', 'http://example.org:25/', /^forbidden: port 25/],
    ['a password', 'http://me:secret@example.org/', /^forbidden: .*user name or a password/],
    [
      'a name that nobody knows',
      'http://gone.example/',
      /^unreachable for now: it could not be downloaded: .*has no address/,
    ],
    ['a port where nobody listens', 'http://example.org:4/', /^unreachable for now: .*ECONNREFUSED/],
    ['itself', '/', /^redirects: it redirects more than 10 times/],
  ];
  for (const [what, location, fault] of TO) {
    it(`does not follow a redirect to ${what}`, async () => {
      net.names.set('intranet.example', ['10.0.0.1']);
      net.names.set('mixed.example', ['93.184.216.34', '::1']);
      net.servers.set('93.184.216.34:80', site({ '/': `>${location}` }));
      expect(await faultOf(fetchIt('http://example.org/'))).to.match(fault);
      expect(new Set(net.connected)).to.not.include.members(['127.0.0.1:80', '10.0.0.1:80', '[::1]:5000', '::1:80']);
      for (const at of net.connected) expect(at).to.match(/^93\.184\.216\.34:/);
    });
  }

  it('follows redirects to other hosts, ports and paths', async () => {
    net.names.set('mirror.example', ['93.184.216.35']);
    net.servers.set('93.184.216.34:80', site({ '/': '>//mirror.example:8080/a b/ü' }));
    net.servers.set('93.184.216.35:8080', site({ '/a%20b/%C3%BC': '>../c', '/c': 'content' }));
    expect(await fetchIt('http://example.org/')).to.include({ ok: true, size: 7 });
  });

  it('ends a chain that has two ends, and one that is too long', async () => {
    net.names.set('other.example', ['93.184.216.35']);
    net.servers.set('93.184.216.34:80', site({ '/': '>http://other.example/' }));
    net.servers.set('93.184.216.35:80', site({ '/': '>http://example.org/' }));
    expect(await faultOf(fetchIt('http://example.org/'))).to.match(/^redirects/);
    const chain = Object.fromEntries(Array.from({ length: 30 }, (_, step) => [`/${step}`, `>/${step + 1}`]));
    net.servers.set('93.184.216.34:80', site({ ...chain, '/10': 'content' }));
    expect(await fetchIt('http://example.org/0')).to.have.property('ok', true);
    expect(await faultOf(fetchIt('http://example.org/0', { maxRedirects: 9 }))).to.match(/^redirects.* 9 times/);
    expect(await faultOf(fetchIt('http://example.org/0', { maxRedirects: 0 }))).to.equal(
      'status: it answered 302 Found',
    );
  });

  it('does not step down from https to http, unless the digest says what comes', async () => {
    net.servers.set('93.184.216.34:443', site({ '/': '>http://example.org/x' }));
    net.servers.set('93.184.216.34:80', site({ '/x': 'content' }));
    expect(await faultOf(fetchIt('https://example.org/'))).to.equal('forbidden: it redirects from https to http');
    expect(await fetchIt('https://example.org/', { sha256: sha256('content') })).to.have.property('ok', true);
    expect(await faultOf(fetchIt('https://example.org/', { sha256: sha256('other') }))).to.match(/^differs/);
  });

  it('fails when it is not what was announced', async () => {
    net.servers.set('93.184.216.34:80', site({ '/': 'content' }));
    expect(await fetchIt('http://example.org/', { size: 7, sha256: sha256('content') })).to.have.property('ok', true);
    await rm(path());
    expect(await faultOf(fetchIt('http://example.org/', { size: 8 }))).to.equal(
      'differs: it has 7 bytes, 8 were expected',
    );
    expect(await faultOf(fetchIt('http://example.org/', { sha256: sha256('x') }))).to.match(/^differs: .*SHA-256/);
  });

  it('ends at its limit, whether the server announces the size or not', async () => {
    let sent = 0;
    serve('93.184.216.34:80', (request, response) => {
      if (request.url === '/announced') {
        response.writeHead(200, { 'content-length': 1001 }).end('x'.repeat(1001));
        return;
      }
      const more = (): void => {
        sent += 100;
        if (!response.destroyed) response.write('x'.repeat(100), () => setImmediate(more));
      };
      more();
    });
    expect(await faultOf(fetchIt('http://example.org/announced'))).to.equal(
      'too-large: it is larger than 1000 bytes, which is the limit',
    );
    expect(await faultOf(fetchIt('http://example.org/'))).to.match(/^too-large/);
    expect(sent).to.be.lessThan(200_000);
  });

  for (const [status, expected] of [
    [404, 'status: it answered 404 Not Found'],
    [403, 'status: it answered 403 Forbidden'],
    [206, 'status: it answered 206 Partial Content'],
    [304, 'status: it answered 304 Not Modified'],
    [503, 'status for now: it answered 503 Service Unavailable'],
    [429, 'status for now: it answered 429 Too Many Requests'],
  ] as const) {
    it(`tells an answer ${status}`, async () => {
      serve('93.184.216.34:80', (_request, response) => response.writeHead(status).end());
      expect(await faultOf(fetchIt('http://example.org/'))).to.equal(expected);
    });
  }

  it('counts a connection that breaks in the middle as no download', async () => {
    serve('93.184.216.34:80', (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    });
    expect(await faultOf(fetchIt('http://example.org/'))).to.match(/^unreachable for now: it could not be downloaded/);
  });

  for (const [what, bytes] of [
    ['no HTTP', 'hello\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    ],
    ['a header without end', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}`],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['nothing', ''],
    ['broken chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab'],
  ] as const) {
    it(`fails when the server says ${what}`, async () => {
      net.servers.set('93.184.216.34:80', (socket) => socket.end(bytes));
      expect(await faultOf(fetchIt('http://example.org/'))).to.match(/^unreachable for now/);
    });
  }

  it('does not wait for a server that is silent, before or within its answer', async () => {
    net.servers.set('93.184.216.34:80', () => undefined);
    serve('93.184.216.34:8080', (_request, response) => response.write('a'));
    const stalled = 'unreachable for now: it could not be downloaded: nothing came for 0.05 seconds';
    expect(await faultOf(fetchIt('http://example.org/', { stallMs: 50 }))).to.equal(stalled);
    expect(await faultOf(fetchIt('http://example.org:8080/', { stallMs: 50 }))).to.equal(stalled);
    expect(await faultOf(fetchIt('http://example.org:81/', { connectMs: 50 }))).to.match(
      /no answer within 0.05 seconds/,
    );
  });

  it('ends when its time is over, however busy the server is', async () => {
    serve('93.184.216.34:80', (_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('', () => setTimeout(more, 5));
      };
      response.writeHead(200);
      more();
    });
    const late = 'late: it could not be downloaded within 0.1 seconds';
    expect(await faultOf(fetchIt('http://example.org/', { timeoutMs: 100 }))).to.equal(late);
    expect(await faultOf(fetchIt('http://example.org:81/', { timeoutMs: 100 }))).to.equal(late);
    net.resolve = () => new Promise(() => undefined);
    expect(await faultOf(fetchIt('http://example.org/', { timeoutMs: 100 }))).to.equal(late);
  });

  it('ends with the reason for which it is called off, at any moment', async () => {
    for (const url of ['http://example.org/', 'http://example.org:81/', 'http://example.org:8080/']) {
      serve('93.184.216.34:8080', (_request, response) => response.write('a'));
      net.servers.set('93.184.216.34:80', () => undefined);
      const off = new AbortController();
      const came = fetchIt(url, { signal: off.signal }).catch((error: unknown) => error);
      setTimeout(() => off.abort(new Error('called off')), 20);
      expect(await came).to.have.property('message', 'called off');
      expect(await readdir(dir)).to.deep.equal([]);
    }
  });

  it('throws what is the fault of our own disk', async () => {
    net.servers.set('93.184.216.34:80', site({ '/': 'content' }));
    await rm(dir, { recursive: true });
    const error: unknown = await fetchIt('http://example.org/').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'ENOENT');
    dir = await mkdtemp(join(tmpdir(), 'kopr-guard-'));
  });

  it('speaks nothing but http and https, whatever else the rules take', async () => {
    const rules = { allowPrivate: true, schemes: ['http', 'https', 'git', 'ssh'] } as const;
    expect(await faultOf(fetchIt('git://example.org/x', { rules }))).to.equal(
      'forbidden: sources are fetched by http or https, not by git',
    );
  });
});

import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type GuardProxy, type GuardProxyOptions, type GuardRules, startGuardProxy } from '@kopr/shared/guard';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { type Internet, openInternet, webServer } from './internet.js';

const RULES: GuardRules = { allowPrivate: false, schemes: ['http', 'https'] };

/** The cast: an internet with one public server, a proxy in front of it, and what passed. */
interface Stage extends AsyncDisposable {
  readonly net: Internet;
  readonly proxy: GuardProxy;
  readonly port: number;
  /** Requests that the public server saw, with their bodies. */
  readonly seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
  /** Everything that comes back for these bytes until the connection ends. */
  say(bytes: string): Promise<string>;
}

async function setStage(rules: GuardRules = RULES, options: GuardProxyOptions = {}): Promise<Stage> {
  const net = openInternet();
  net.names.set('example.org', ['93.184.216.34']);
  net.names.set('intranet.example', ['10.0.0.1']);
  net.names.set('mixed.example', ['93.184.216.34', '127.0.0.1']);
  const seen: Stage['seen'] = [];
  const web = webServer((asked: IncomingMessage, response) => {
    void text(asked).then((body) => {
      seen.push({ method: asked.method ?? '', url: asked.url ?? '', headers: asked.headers, body });
      response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'], connection: 'x-secret', 'x-secret': '1' }).end('served');
    });
  });
  net.servers.set('93.184.216.34:80', web);
  net.servers.set('93.184.216.34:443', (socket) => socket.pipe(socket));
  const proxy = await startGuardProxy(rules, { network: net, ...options });
  const port = Number(new URL(proxy.url).port);
  const say: Stage['say'] = async (bytes) => {
    const socket = await reach(port);
    socket.write(bytes);
    return text(socket);
  };
  return { net, proxy, port, seen, say, [Symbol.asyncDispose]: () => proxy.close() };
}

async function reach(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const get = (target: string, more = ''): string =>
  `GET ${target} HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n${more}\r\n`;
const tunnel = (authority: string, more = ''): string =>
  `CONNECT ${authority} HTTP/1.1\r\nHost: example.org\r\n${more}\r\n`;

/** Opens a tunnel; what is written comes back from the echo behind it. */
async function openTunnel(port: number, authority: string): Promise<Socket> {
  const socket = await reach(port);
  socket.write(tunnel(authority));
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(head.toString()).to.equal('HTTP/1.1 200 Connection established\r\n\r\n');
  return socket;
}

describe('the proxy for tools that fetch by themselves', () => {
  it('listens on the loopback only', async () => {
    await using stage = await setStage();
    expect(stage.proxy.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  const REFUSED: readonly [what: string, bytes: string, problem: RegExp][] = [
    ['a tunnel to this machine', tunnel('127.0.0.1:443'), /^127.0.0.1 is not an address/],
    ['a tunnel to itself in another spelling', tunnel('0x7f.1:443'), /^127.0.0.1 is not/],
    ['a tunnel to decimals', tunnel('2130706433:443'), /^127.0.0.1 is not/],
    ['a tunnel to IPv6', tunnel('[::1]:443'), /^::1 is not/],
    ['a tunnel to mapped IPv6', tunnel('[::ffff:127.0.0.1]:443'), /^::ffff:7f00:1 is not/],
    ['a tunnel to metadata', tunnel('169.254.169.254:80'), /^169.254.169.254 is not/],
    ['a tunnel to localhost', tunnel('LOCALHOST.:443'), /^localhost is not/],
    ['a tunnel to a private name', tunnel('intranet.example:443'), /^intranet.example is not/],
    ['a tunnel to a mixed name', tunnel('mixed.example:443'), /^mixed.example is not/],
    ['a tunnel to a mail server', tunnel('example.org:25'), /^port 25 is for mail/],
    ['a tunnel to submission', tunnel('example.org:587'), /^port 587 is for mail/],
    ['a tunnel to port 0', tunnel('example.org:0'), /a port that does not exist/],
    ['a tunnel to port 65536', tunnel('example.org:65536'), /a port that does not exist/],
    ['a request to this machine', get('http://127.0.0.1/'), /^127.0.0.1 is not/],
    ['a request to decimals', get('http://2130706433/'), /^127.0.0.1 is not/],
    ['a request to a private name', get('http://intranet.example/'), /^intranet.example is not/],
    ['a request to a mixed name', get('http://mixed.example/'), /^mixed.example is not/],
    ['a request to a mail server', get('http://example.org:25/'), /^port 25 is for mail/],
    ['a request with a user', get('http://example.org@127.0.0.1/'), /user name or a password/],
    ['a request for a file', get('file:///etc/passwd'), /not by file/],
    ['a request by ftp', get('ftp://example.org/'), /not by ftp/],
    ['a request by https without a tunnel', get('https://example.org/'), /not by https/],
    ['a request by gopher', get('gopher://127.0.0.1:6379/_x'), /not by gopher/],
  ];
  for (const [what, bytes, problem] of REFUSED) {
    it(`refuses ${what} and keeps the reason`, async () => {
      await using stage = await setStage();
      const [head = '', body = ''] = (await stage.say(bytes)).split('\r\n\r\n');
      expect(head)
        .to.match(/^HTTP\/1\.1 403 /)
        .and.match(/content-type: text\/plain/i);
      expect(body.replace(/^[0-9a-f]+\r\n/, '')).to.match(problem);
      expect(stage.proxy.problems()).to.have.length(1);
      expect(stage.proxy.problems()[0]).to.match(problem);
      expect(stage.net.connected).to.deep.equal([]);
    });
  }

  const MALFORMED: readonly [what: string, bytes: string][] = [
    ['a tunnel without a port', tunnel('example.org')],
    ['a tunnel with a user', tunnel('me@example.org:443')],
    ['a tunnel with a scheme', tunnel('https://example.org:443')],
    ['a tunnel with a path', tunnel('example.org:443/x')],
    ['a tunnel to nothing', tunnel(':443')],
    ['a tunnel to a zone', tunnel('[fe80::1%25eth0]:443')],
    ['a tunnel to an open bracket', tunnel('[::1:443')],
    ['a tunnel with two ports', tunnel('example.org:443:443')],
    ['a path', get('/etc/passwd')],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n'],
    ['a backslash', get('http://example.org\\@127.0.0.1/')],
    ['no HTTP', 'hello\r\n\r\n'],
    ['no host', 'GET http://example.org/ HTTP/1.1\r\n\r\n'],
    ['a bare line feed in a header', 'GET http://example.org/ HTTP/1.1\nHost: example.org\n\n'],
    ['two lengths', get('http://example.org/', 'Content-Length: 1\r\nContent-Length: 2\r\n') + 'ab'],
    [
      'a length and chunks',
      get('http://example.org/', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n') + '0\r\n\r\n',
    ],
    ['chunks that are none', get('http://example.org/', 'Transfer-Encoding: xchunked\r\n') + '0\r\n\r\n'],
    ['a space before a colon', get('http://example.org/', 'Content-Length : 5\r\n') + 'hello'],
    ['a folded header', get('http://example.org/', 'X: a\r\n Content-Length: 5\r\n') + 'hello'],
    ['a negative length', get('http://example.org/', 'Content-Length: -1\r\n')],
  ];
  for (const [what, bytes] of MALFORMED) {
    it(`answers 400 to ${what}, and nothing reaches anybody`, async () => {
      await using stage = await setStage();
      expect(await stage.say(bytes)).to.match(/^HTTP\/1\.1 400 /);
      expect(stage.seen).to.deep.equal([]);
      expect(stage.proxy.problems()).to.deep.equal([]);
    });
  }

  it('refuses a header without end', async () => {
    await using stage = await setStage(RULES, { maxHeaderBytes: 8192 });
    expect(await stage.say(get('http://example.org/', `X: ${'a'.repeat(9000)}\r\n`))).to.match(/^HTTP\/1\.1 4\d\d /);
    expect(stage.seen).to.deep.equal([]);
  });

  it('forwards a plain request to the host of its address, whatever host it claims beside', async () => {
    await using stage = await setStage();
    const answer = await stage.say(
      'GET http://example.org/a?b#c HTTP/1.1\r\nHost: 127.0.0.1:6379\r\nConnection: close\r\n\r\n',
    );
    expect(answer)
      .to.match(/^HTTP\/1\.1 200 /)
      .and.match(/served/);
    expect(stage.seen).to.have.length(1);
    expect(stage.seen[0]).to.include({ method: 'GET', url: '/a?b' });
    expect(stage.seen[0]!.headers.host).to.equal('example.org');
    expect(stage.net.connected).to.deep.equal(['93.184.216.34:80']);
  });

  it('forwards what is meant for the other end, and nothing that is meant for itself', async () => {
    await using stage = await setStage();
    const headers = [
      ['Accept', 'x/y'],
      ['Authorization', 'Basic abc'],
      ['Proxy-Authorization', 'Basic secret'],
      ['Proxy-Connection', 'keep-alive'],
      ['Connection', 'close, x-hop'],
      ['X-Hop', '1'],
      ['TE', 'trailers'],
      ['Upgrade', 'h2c'],
      ['Keep-Alive', '1'],
    ];
    const lines = headers.map(([name, value]) => `${String(name)}: ${String(value)}\r\n`).join('');
    const answer = await stage.say(`GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n${lines}\r\n`);
    expect(stage.seen[0]!.headers).to.deep.equal({
      accept: 'x/y',
      authorization: 'Basic abc',
      host: 'example.org',
      connection: 'close',
    });
    expect(answer)
      .to.match(/set-cookie: a=1\r\nset-cookie: b=2/i)
      .and.not.match(/x-secret/i);
  });

  const BODIES: readonly [what: string, bytes: string, method: string][] = [
    ['a body with a length', 'POST http://example.org/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n', 'POST'],
    ['a chunked body', 'POST http://example.org/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n', 'POST'],
    ['the body of a GET', 'GET http://example.org/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n', 'GET'],
    [
      'the chunked body of a GET',
      'GET http://example.org/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n',
      'GET',
    ],
    [
      'the chunked body of a DELETE',
      'DELETE http://example.org/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n',
      'DELETE',
    ],
  ];
  for (const [what, head, method] of BODIES) {
    it(`keeps ${what} in its frame: no second request hides in it`, async () => {
      await using stage = await setStage();
      const smuggled = 'GET http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n';
      const body = head.includes('chunked') ? `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n` : 'hello';
      const answer = await stage.say(`${head}Connection: close\r\n\r\n${body}`);
      expect(answer).to.match(/^HTTP\/1\.1 200 /);
      expect(stage.seen.map((one) => [one.method, one.body])).to.deep.equal([
        [method, body === 'hello' ? body : smuggled],
      ]);
    });
  }

  it('judges each request of a connection by itself', async () => {
    await using stage = await setStage();
    const both = get('http://example.org/').replace('Connection: close\r\n', '') + get('http://intranet.example/');
    const answer = await stage.say(both);
    expect(answer)
      .to.match(/^HTTP\/1\.1 200 /)
      .and.match(/HTTP\/1\.1 403 /);
    expect(stage.net.connected).to.deep.equal(['93.184.216.34:80']);
  });

  it('serves many requests on one connection', async () => {
    await using stage = await setStage();
    const one = get('http://example.org/').replace('Connection: close\r\n', '');
    const answer = await stage.say(one.repeat(30) + get('http://example.org/'));
    expect(answer.match(/HTTP\/1\.1 200 /g)).to.have.length(31);
  });

  it('carries a tunnel both ways, with what came along with the request', async () => {
    await using stage = await setStage();
    const socket = await reach(stage.port);
    socket.write(`${tunnel('example.org:443')}first `);
    socket.end('and last');
    expect(await text(socket)).to.equal('HTTP/1.1 200 Connection established\r\n\r\nfirst and last');
    expect(stage.net.connected).to.deep.equal(['93.184.216.34:443']);
    expect(stage.proxy.bytes()).to.equal(2 * 'first and last'.length);
    expect(stage.proxy.problems()).to.deep.equal([]);
  });

  it('carries megabytes whole', async () => {
    await using stage = await setStage();
    const socket = await openTunnel(stage.port, 'example.org:443');
    const data = 'x'.repeat(5_000_000);
    socket.end(data);
    expect((await text(socket)).length).to.equal(data.length);
  });

  it('connects to what was judged, though the name server has another answer by then', async () => {
    await using stage = await setStage();
    stage.net.names.set('rebind.example', [['93.184.216.34'], ['127.0.0.1']]);
    (await openTunnel(stage.port, 'rebind.example:443')).destroy();
    expect(await stage.say(tunnel('rebind.example:443'))).to.match(/^HTTP\/1\.1 403 /);
    expect(stage.net.connected).to.deep.equal(['93.184.216.34:443']);
  });

  it('tells unreachable targets from refused ones', async () => {
    await using stage = await setStage();
    expect(await stage.say(tunnel('gone.example:443')))
      .to.match(/^HTTP\/1\.1 502 /)
      .and.match(/has no address/);
    expect(await stage.say(tunnel('example.org:4')))
      .to.match(/^HTTP\/1\.1 502 /)
      .and.match(/ECONNREFUSED/);
    expect(await stage.say(get('http://example.org:4/'))).to.match(/^HTTP\/1\.1 502 /);
    expect(stage.proxy.problems()).to.deep.equal([]);
    expect(stage.proxy.failures()).to.deep.equal([
      'the name gone.example has no address',
      'example.org cannot be reached: connect ECONNREFUSED 93.184.216.34:4',
    ]);
  });

  it('says each reason once, and not for ever', async () => {
    await using stage = await setStage();
    for (let time = 0; time < 3; time++) await stage.say(tunnel('127.0.0.1:443'));
    expect(stage.proxy.problems()).to.have.length(1);
    for (let host = 1; host < 40; host++) await stage.say(tunnel(`10.0.0.${host}:443`));
    expect(stage.proxy.problems()).to.have.length(20);
  });

  it('tells whoever listens of each time', async () => {
    await using stage = await setStage();
    for (let time = 0; time < 2; time++) {
      const heard = stage.proxy.watch();
      expect([heard('problem'), heard('failure')]).to.deep.equal([undefined, undefined]);
      await stage.say(tunnel('gone.example:443'));
      await stage.say(tunnel('127.0.0.1:443'));
      expect(heard('failure'), `time ${time}`).to.equal('the name gone.example has no address');
      expect(heard('problem'), `time ${time}`).to.match(/^127.0.0.1 is not/);
    }
  });

  it('takes no tunnels where only http is taken, and no http where only https is', async () => {
    await using plain = await setStage({ allowPrivate: false, schemes: ['http'] });
    expect(await plain.say(tunnel('example.org:443'))).to.match(/^HTTP\/1\.1 403 /);
    await using secure = await setStage({ allowPrivate: false, schemes: ['https'] });
    expect(await secure.say(get('http://example.org/'))).to.match(/^HTTP\/1\.1 403 /);
    expect([...plain.net.connected, ...secure.net.connected]).to.deep.equal([]);
  });

  it('leads to private addresses where the operator allows that', async () => {
    await using stage = await setStage({ ...RULES, allowPrivate: true });
    stage.net.servers.set('10.0.0.1:443', (socket) => socket.pipe(socket));
    (await openTunnel(stage.port, 'intranet.example:443')).destroy();
    expect(stage.net.connected).to.deep.equal(['10.0.0.1:443']);
  });

  it('ends a connection in which nothing moves', async () => {
    await using stage = await setStage(RULES, { idleMs: 50 });
    const socket = await openTunnel(stage.port, 'example.org:443');
    expect(await text(socket)).to.equal('');
    stage.net.servers.set('93.184.216.34:80', () => undefined);
    expect(await stage.say(get('http://example.org/'))).to.match(/^HTTP\/1\.1 502 /);
  });

  it('ends everything once too many bytes were moved, and says so', async () => {
    await using stage = await setStage(RULES, { maxBytes: 1000 });
    const socket = await openTunnel(stage.port, 'example.org:443');
    socket.write('x'.repeat(2000));
    await text(socket).catch(() => undefined);
    expect(stage.proxy.problems()).to.deep.equal(['more than 1000 bytes were transferred, which is the limit']);
    const again = await stage.say(get('http://example.org/'));
    expect(again).to.not.match(/served/);
  });

  it('has room for so many connections, and room again when one ends', async () => {
    await using stage = await setStage(RULES, { maxConnections: 2 });
    const [first] = [await openTunnel(stage.port, 'example.org:443'), await openTunnel(stage.port, 'example.org:443')];
    expect(await stage.say(tunnel('example.org:443'))).to.match(/^HTTP\/1\.1 503 /);
    expect(await stage.say(get('http://example.org/'))).to.match(/^HTTP\/1\.1 503 /);
    first.destroy();
    await eventually(async () => (await stage.say(get('http://example.org/'))).startsWith('HTTP/1.1 200'), {
      what: 'room for a request',
    });
  });

  const NASTY: readonly [what: string, answer: string][] = [
    ['no HTTP', 'hello\r\n\r\n'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['a status that there is not', 'HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['nothing', ''],
    ['an error in the same piece as its head', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab'],
  ];
  for (const [what, bytes] of NASTY) {
    it(`survives a server that says ${what}`, async () => {
      await using stage = await setStage();
      stage.net.servers.set('93.184.216.34:80', (socket: Duplex) => socket.end(bytes));
      const answer = await stage.say(get('http://example.org/'));
      expect(answer === '' || answer.startsWith('HTTP/1.1 502 '), answer).to.equal(true);
    });
  }

  it('passes on that an answer broke in the middle', async () => {
    await using stage = await setStage();
    const broken: (() => void)[] = [];
    const web = webServer((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      broken.push(() => response.destroy());
    });
    stage.net.servers.set('93.184.216.34:80', web);
    const asked = request({ port: stage.port, path: 'http://example.org/', headers: { host: 'example.org' } }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    broken[0]!();
    const error: unknown = await text(answer).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'ECONNRESET');
  });

  it('lets go of the target when its client goes', async () => {
    await using stage = await setStage();
    const ends: Duplex[] = [];
    stage.net.servers.set('93.184.216.34:443', (socket) => void ends.push(socket.pipe<Duplex>(socket)));
    (await openTunnel(stage.port, 'example.org:443')).destroy();
    await eventually(() => Promise.resolve(ends[0]?.destroyed === true), {
      what: 'the end of the target’s connection',
    });
  });

  it('closes with everything that is open', async () => {
    const stage = await setStage();
    const socket = await openTunnel(stage.port, 'example.org:443');
    const idle = await reach(stage.port);
    await stage.proxy.close();
    await Promise.all([text(socket).catch(() => ''), text(idle).catch(() => '')]);
    expect(socket.destroyed && idle.destroyed).to.equal(true);
  });
});

describe('the proxy on a machine that reaches the internet through another', () => {
  /** The operator's proxy, at an address inside the house. */
  async function behind(
    answer: (request: IncomingMessage) => string = () => 'HTTP/1.1 200 OK\r\n\r\n',
    via = 'http://me:p%40ss@proxy.house:3128',
    rules = RULES,
  ): Promise<Stage & { asked: IncomingMessage[] }> {
    const asked: IncomingMessage[] = [];
    const stage = await setStage(rules, { via, connectMs: 200 });
    stage.net.names.set('proxy.house', ['10.0.0.9']);
    const { createServer } = await import('node:http');
    const server = createServer((one, response) => {
      asked.push(one);
      response.end('from the proxy');
    });
    server.on('connect', (one, socket) => {
      asked.push(one);
      socket.write(answer(one));
      socket.pipe(socket);
    });
    stage.net.servers.set('10.0.0.9:3128', (socket) => void server.emit('connection', socket));
    return { ...stage, asked };
  }

  it('asks it for tunnels by name, and for plain requests with their whole address', async () => {
    await using stage = await behind();
    const socket = await openTunnel(stage.port, 'example.org:443');
    socket.end('hello');
    expect(await text(socket)).to.equal('hello');
    expect(await stage.say(get('http://example.org/a'))).to.match(/from the proxy/);
    expect(stage.asked.map(({ method, url, headers }) => [method, url, headers['proxy-authorization']])).to.deep.equal([
      ['CONNECT', 'example.org:443', 'Basic bWU6cEBzcw=='],
      ['GET', 'http://example.org/a', 'Basic bWU6cEBzcw=='],
    ]);
    expect(new Set(stage.net.connected)).to.deep.equal(new Set(['10.0.0.9:3128']));
  });

  it('leaves names to it that are not known inside', async () => {
    await using stage = await behind();
    (await openTunnel(stage.port, 'only-outside.example:443')).destroy();
    expect(stage.asked.map(({ url }) => url)).to.deep.equal(['only-outside.example:443']);
  });

  it('asks it for nothing that is refused, and reaches private addresses that are allowed by itself', async () => {
    await using strict = await behind();
    for (const target of ['127.0.0.1:443', 'intranet.example:443', '[::1]:443', '10.0.0.9:3128', 'example.org:25']) {
      expect(await strict.say(tunnel(target)), target).to.match(/^HTTP\/1\.1 403 /);
    }
    expect(strict.net.connected).to.deep.equal([]);
    await using open = await behind(undefined, undefined, { ...RULES, allowPrivate: true });
    open.net.servers.set('10.0.0.1:443', (socket) => socket.pipe(socket));
    (await openTunnel(open.port, 'intranet.example:443')).destroy();
    expect(open.net.connected).to.deep.equal(['10.0.0.1:443']);
  });

  it('says what it answered', async () => {
    await using stage = await behind(() => 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    expect(await stage.say(tunnel('example.org:443')))
      .to.match(/^HTTP\/1\.1 502 /)
      .and.match(/proxy: it answered 407/);
  });

  it('does not wait for it for ever', async () => {
    await using stage = await behind();
    stage.net.servers.set('10.0.0.9:3128', () => undefined);
    expect(await stage.say(tunnel('example.org:443')))
      .to.match(/^HTTP\/1\.1 502 /)
      .and.match(/no answer in time/);
  });

  it('does not start with a proxy that it cannot speak to', async () => {
    const error: unknown = await startGuardProxy(RULES, { via: 'socks5://127.0.0.1:1' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(TypeError);
  });

  it('lets a server of the house be reached at its port, and nothing else of its host', async () => {
    const own = { host: 'dist-git', port: 5001 };
    await using stage = await setStage({ ...RULES, own });
    stage.net.names.set('dist-git', ['172.18.0.5']);
    for (const port of ['5001', '5002'])
      stage.net.servers.set(
        `172.18.0.5:${port}`,
        webServer((_asked, response) => response.end('ours')),
      );
    expect(await stage.say(get('http://dist-git:5001/git/x'))).to.match(/ 200 OK[^]*ours/);
    expect(await stage.say(get('http://dist-git:5002/'))).to.match(/ 403 /);
    expect(await stage.say(get('http://intranet.example:5001/'))).to.match(/ 403 /);
  });
});

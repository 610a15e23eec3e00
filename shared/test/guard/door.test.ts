import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Door, type GuardProxy, startGuardProxy } from '@kopr/shared/guard';
import { expect } from 'chai';
import { type Internet, openInternet, webServer } from './internet.js';

const PUBLIC = '93.184.216.34';

/** The cast: an internet with one public server that redirects where its query says, and a door to it. */
interface Stage extends AsyncDisposable {
  readonly net: Internet;
  readonly proxy: GuardProxy;
  readonly door: Door;
  /** Addresses that the server was asked for, with the host that it was called. */
  readonly seen: string[];
  /** What comes back for a request for this address. */
  get(target: string, method?: string): Promise<string>;
}

async function setStage(server: string, maxBytes = Infinity): Promise<Stage> {
  const net = openInternet();
  net.names.set('svn.example', [PUBLIC]);
  net.names.set('rebind.example', [[PUBLIC], ['127.0.0.1']]);
  const seen: string[] = [];
  const web = webServer(({ url = '', headers: { host = '' } }, response) => {
    seen.push(host + url);
    const [, status, location] = /\?(\d+)(.*)/.exec(url) ?? [];
    response.writeHead(Number(status ?? 200), location === undefined ? {} : { location }).end('served');
  });
  for (const port of [80, 443, 8443]) net.servers.set(`${PUBLIC}:${port}`, web);
  const proxy = await startGuardProxy({ allowPrivate: false, schemes: ['http', 'https'] }, { network: net, maxBytes });
  const door = await proxy.openDoor(new URL(server));
  const get: Stage['get'] = (target, method = 'GET') => {
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    return text(socket);
  };
  const close = async (): Promise<void> => {
    await door.close();
    await proxy.close();
  };
  return { net, proxy, door, seen, get, [Symbol.asyncDispose]: close };
}

describe('a door to one server', () => {
  it('is on the loopback, and apart from the proxy’s own entrance', async () => {
    await using stage = await setStage('http://svn.example/repo');
    expect(stage.door.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(stage.door.url).to.not.equal(stage.proxy.url);
  });

  const SERVERS: readonly [server: string, spoken: string, seen: string, connected: string, secured: string[]][] = [
    ['http://svn.example/repo', 'http://svn.example/repo', 'svn.example/repo', `${PUBLIC}:80`, []],
    ['https://svn.example/repo', 'http://svn.example/repo', 'svn.example/repo', `${PUBLIC}:443`, ['svn.example']],
    [
      'https://svn.example:8443/a%20b?c',
      'http://svn.example:8443/a%20b?c',
      'svn.example:8443/a%20b?c',
      `${PUBLIC}:8443`,
      ['svn.example'],
    ],
    ['https://svn.example:80/repo', 'http://svn.example/repo', 'svn.example:80/repo', `${PUBLIC}:80`, ['svn.example']],
    ['http://svn.example:443/r', 'http://svn.example:443/r', 'svn.example:443/r', `${PUBLIC}:443`, []],
  ];
  for (const [server, spoken, seen, connected, secured] of SERVERS) {
    it(`takes plain HTTP for ${server}, and speaks what the server speaks`, async () => {
      await using stage = await setStage(server);
      expect(stage.door.spoken(new URL(server))).to.equal(spoken);
      expect(await stage.get(spoken)).to.match(/^HTTP\/1\.1 200 [^]*served/);
      expect(stage.seen).to.deep.equal([seen]);
      expect(stage.net.connected).to.deep.equal([connected]);
      expect(stage.net.secured).to.deep.equal(secured);
    });
  }

  it('leads nowhere else', async () => {
    await using stage = await setStage('https://svn.example/repo');
    for (const target of ['http://other.example/repo', 'http://svn.example:81/repo', 'http://127.0.0.1/']) {
      expect(await stage.get(target), target).to.match(/^HTTP\/1\.1 403 /);
    }
    expect(await stage.get('https://svn.example/repo')).to.match(/^HTTP\/1\.1 403 /);
    expect(await stage.get('svn.example:443', 'CONNECT')).to.equal('');
    expect(stage.net.connected).to.deep.equal([]);
    await stage.get('http://svn.example//127.0.0.1/x');
    expect(stage.seen).to.deep.equal(['svn.example//127.0.0.1/x']);
  });

  for (const status of [300, 301, 302, 303, 304, 307, 308, 399]) {
    it(`keeps a ${status} from the client, and tells where it leads`, async () => {
      await using stage = await setStage('http://svn.example/repo');
      const answer = await stage.get(`http://svn.example/repo?${status}svn://127.0.0.1/x`);
      expect(answer).to.match(/^HTTP\/1\.1 403 /);
      expect(answer).to.not.match(/^location:/im);
      expect(stage.door.redirect()).to.equal('svn://127.0.0.1/x');
      expect(stage.proxy.problems()).to.deep.equal([
        'svn.example redirects to svn://127.0.0.1/x, which is not followed',
      ]);
    });
  }

  it('knows a redirect that leads nowhere', async () => {
    await using stage = await setStage('http://svn.example/repo');
    expect(await stage.get('http://svn.example/repo?301')).to.match(/^HTTP\/1\.1 403 /);
    expect(stage.door.redirect()).to.equal(undefined);
    expect(stage.proxy.problems()).to.deep.equal(['svn.example redirects to nowhere, which is not followed']);
  });

  it('judges at each request, whatever the name server says by then', async () => {
    await using stage = await setStage('http://rebind.example/repo');
    expect(await stage.get('http://rebind.example/repo')).to.match(/^HTTP\/1\.1 200 /);
    expect(await stage.get('http://rebind.example/repo')).to.match(/^HTTP\/1\.1 403 /);
    expect(stage.net.connected).to.deep.equal([`${PUBLIC}:80`]);
  });

  it('counts what it moves as the proxy’s', async () => {
    await using stage = await setStage('http://svn.example/repo', 5);
    await stage.get('http://svn.example/repo');
    expect(stage.proxy.bytes()).to.equal('served'.length);
    expect(await stage.get('http://svn.example/repo')).to.match(/^HTTP\/1\.1 403 /);
  });
});

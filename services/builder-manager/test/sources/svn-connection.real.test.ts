/** Where svn can be led: real svn against real servers, in an internet whose names are ours. */
import { mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { networkTrusting, type Network } from '@kopr/shared/guard';
import { expect } from 'chai';
import type { Ended } from '../../builder/ended.js';
import { openGuard, type Guard } from '../../builder/net/guard.js';
import { toMemory } from '../../builder/report/sinks.js';
import type { SourceRoom } from '../../builder/sources/source-room.js';
import { bringRevision } from '../../builder/sources/svn.js';
import type { Tools } from '../../builder/sources/tools.js';
import { run } from '../../builder/system/command.js';
import { openDavServer, type DavServer } from '../kit/dav-server.js';
import { sourceDefinitionOf } from '../kit/source-definition.js';
import { openSvnServer, type SvnServer } from '../kit/svn-server.js';

const PUBLIC = '93.184.216.34';
/** This machine under another of its addresses: where nobody may be led. */
const INSIDE = '127.0.0.2';

/** What came of a source: the folder, or the stage and the reason. */
type Came = { readonly dir: string } | { readonly stage: string | null; readonly reason: string };

describe('the way of svn', function () {
  this.timeout(120_000);
  let svn: SvnServer;
  let dav: DavServer;
  let inside: Server;
  let evil: Server;
  let home: string;
  let count = 0;
  /** Connections that reached the inside. */
  let visits = 0;
  /** What the evil server answers; undefined: what the honest one does. */
  let redirect: (request: IncomingMessage) => string | undefined = () => undefined;
  const names = new Map<string, string[]>();

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'kopr-svn-home-'));
    writeFileSync(join(home, 'ssh'), `#!/bin/sh\ntouch ${home}/ssh-was-started\n`, { mode: 0o755 });
    svn = await openSvnServer('127.0.0.1');
    svn.commit({ 'trunk/hello.spec': 'first\n', 'trunk/noise': noise(), 'branches/other/x': 'y\n' });
    dav = await openDavServer(svn.root, 'DNS:svn.example,DNS:rebind.example');
    inside = net.createServer((socket) => {
      visits++;
      socket.destroy();
    });
    evil = createServer((request, response) => {
      const location = redirect(request);
      if (location !== undefined) response.writeHead(301, { location }).end();
      else pass(request, response);
    });
    await new Promise<void>((resolve) => inside.listen(0, INSIDE, resolve));
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    inside.close();
    evil.close();
    await dav[Symbol.asyncDispose]();
    await svn[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });
  beforeEach(() => {
    visits = 0;
    redirect = () => undefined;
    for (const name of ['svn.example', 'evil.example']) names.set(name, [PUBLIC]);
    names.set('intranet.example', [INSIDE]);
  });
  afterEach(() => {
    expect(visits, 'connections to the inside').to.equal(0);
    expect(existsSync(join(home, 'ssh-was-started')), 'ssh was started').to.equal(false);
  });

  const portOf = (server: Server): number => (server.address() as AddressInfo).port;
  const target = (): string => `${INSIDE}:${portOf(inside)}`;
  const plain = (path = '/svn/hello/trunk'): string => `http://svn.example:${dav.port}${path}`;
  const secure = (path = '/svn/hello/trunk'): string => `https://svn.example:${dav.tlsPort}${path}`;
  const evilUrl = (path = '/svn/hello/trunk'): string => `http://evil.example:${portOf(evil)}${path}`;
  const direct = (host = 'svn.example', path = '/hello/trunk'): string =>
    `svn://${host}:${new URL(svn.url).port}${path}`;

  /** The honest server behind the evil one. */
  function pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, url, headers } = request;
    const asked = ask({ port: dav.port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(asked);
  }

  /** Our internet: what is public there leads to this machine's servers, and what is not, leads where it says. */
  function internet(): Network {
    const real = networkTrusting(createSecureContext({ ca: dav.certificate }));
    return {
      ...real,
      resolve: (host) => {
        const [first, ...later] = names.get(host) ?? [];
        if (later.length > 0) names.set(host, later);
        return Promise.resolve(first === undefined ? [] : [{ address: first, family: 4 }]);
      },
      connect: (to) => real.connect({ ...to, address: to.address === PUBLIC ? '127.0.0.1' : to.address }),
    };
  }

  async function bring(url: string, kopr: { readonly max_download_bytes?: number } = {}, revision = ''): Promise<Came> {
    const own = { type: 'scm', params: {}, kopr: { allow_private: false, ...kopr } } as const;
    const guard = await openGuard(sourceDefinitionOf('http://house', '1', own), internet());
    const work = join(home, `work-${++count}`);
    const journal = {
      say: () => undefined,
      stage: <T>(_phase: unknown, _title: string, does: () => Promise<T>) => does(),
    };
    const room = { guard, journal, work, tools: toolsOf(guard) } as unknown as SourceRoom;
    try {
      return { dir: (await bringRevision(room, { url, revision })).dir };
    } catch (error) {
      const { stage, message } = error as Ended;
      return { stage, reason: message };
    }
  }

  /** svn as the user who runs the tests: nothing else than in a builder, but for the user. */
  function toolsOf(guard: Guard): Pick<Tools, 'user' | 'asUser'> {
    const env = { PATH: [home, process.env['PATH']].join(delimiter), HOME: home, LANG: 'C.UTF-8' };
    return {
      user: { uid: 0, gid: 0, home },
      asUser: async (argv, how = {}) => {
        const memory = toMemory();
        const trouble = guard.watch();
        const code = await run({ argv, env: { ...env, ...how.env }, cwd: home, sinks: [memory] });
        return { code, lines: memory.lines(), ...trouble() };
      },
    };
  }

  const specIn = (came: Came): string =>
    'dir' in came ? readFileSync(join(came.dir, 'hello.spec'), 'utf8') : came.reason;

  for (const [what, url] of [
    ['http', plain],
    ['https', secure],
    ['svn', direct],
  ] as const) {
    it(`leads to a public server over ${what}`, async () => {
      expect(specIn(await bring(url()))).to.equal('first\n');
      expect(specIn(await bring(url(), {}, 'r1'))).to.equal('first\n');
    });

    it(`says what is not there over ${what}, by the address that was given`, async () => {
      const absent = url().replace('trunk', 'nowhere');
      const came = await bring(absent);
      expect(came).to.have.property('stage', 'clone');
      expect(came).to.have.property('reason', `svn failed: URL '${absent}' non-existent in revision 1`);
      expect(await bring(url(), {}, 'r99')).to.deep.equal({
        stage: 'checkout',
        reason: 'svn failed: No such revision 99',
      });
    });

    it(`ends over ${what} when more comes than may be downloaded`, async () => {
      const { stage, reason } = (await bring(url(), { max_download_bytes: 100_000 })) as Extract<
        Came,
        { stage: unknown }
      >;
      expect(stage).to.equal('checkout');
      expect(reason).to.equal('svn failed: more than 100000 bytes were transferred, which is the limit');
    });

    it(`does not lead elsewhere over ${what} when the name server changes its answer`, async () => {
      const address = url().replace('svn.example', 'rebind.example');
      // As often public as it is asked before the last request.
      for (const times of [0, 1, 2]) {
        names.set('rebind.example', [...Array<string>(times).fill(PUBLIC), INSIDE]);
        expect(await bring(address))
          .to.have.property('reason')
          .that.matches(/rebind\.example is not an address of the public internet/);
      }
    });
  }

  it('does not trust a server that cannot prove who it is', async () => {
    names.set('other.example', [PUBLIC]);
    const came = await bring(secure().replace('svn.example', 'other.example'));
    expect(came).to.have.property('stage', 'clone');
    expect(came)
      .to.have.property('reason')
      .that.matches(/altnames/);
  });

  const LEADS: readonly [what: string, location: () => string, reason: RegExp][] = [
    ['svn://', () => `svn://${target()}/hello`, /sources are fetched by http or https, not by svn$/],
    ['svn:// of a public server', () => direct(), /not by svn$/],
    ['a file', () => `file://${svn.root}/hello/trunk`, /not by file$/],
    ['svn+ssh://', () => `svn+ssh://${INSIDE}/hello`, /not by svn\+ssh$/],
    ['the tunnel of our own', () => `svn+kopr://${target()}/hello`, /not by svn\+kopr$/],
    ['a private address', () => `http://${target()}/hello`, /127\.0\.0\.2 is not an address of the public internet/],
    ['a private address by https', () => `https://${target()}/hello`, /127\.0\.0\.2 is not an address of the public/],
    ['a private name', () => `http://intranet.example:${portOf(inside)}/hello`, /intranet\.example is not an address/],
    ['nowhere', () => '', /evil\.example:\d+ redirects to nowhere/],
  ];
  for (const [what, location, reason] of LEADS) {
    it(`is not led to ${what} by a redirect`, async () => {
      redirect = () => location();
      const came = await bring(evilUrl());
      expect(came).to.have.property('stage', 'clone');
      expect(came).to.have.property('reason').that.matches(reason);
    });
  }

  for (const [what, location] of LEADS.slice(0, 6)) {
    it(`is not led to ${what} by a redirect after honest answers`, async () => {
      let isBrought = false;
      for (let honest = 1; !isBrought && honest < 40; honest += 2) {
        let asked = 0;
        redirect = () => (asked++ < honest ? undefined : location());
        const came = await bring(evilUrl());
        isBrought = 'dir' in came;
        if (!isBrought)
          expect(came)
            .to.have.property('reason')
            .that.matches(/which is not followed$|not by|is not an address/);
      }
      expect(isBrought).to.equal(true);
    });
  }

  it('follows a redirect to a public server', async () => {
    redirect = () => plain('/svn/hello/trunk/');
    expect(specIn(await bring(evilUrl('/old')))).to.equal('first\n');
    redirect = ({ url }) => (url?.startsWith('/old') === true ? '/svn/hello/trunk' : undefined);
    expect(specIn(await bring(evilUrl('/old')))).to.equal('first\n');
    redirect = () => secure();
    expect(specIn(await bring(evilUrl('/old')))).to.equal('first\n');
  });

  it('is not led from https to http', async () => {
    expect(await bring(secure('/open/hello/trunk'))).to.deep.equal({
      stage: 'clone',
      reason: `${secure('/open/hello/trunk')} redirects to http://svn.example/svn/hello/trunk: sources are fetched by https, not by http`,
    });
  });

  it('follows three redirects, and no more', async () => {
    redirect = ({ url }) => `${url}/again`;
    expect(await bring(evilUrl('/x'))).to.deep.equal({
      stage: 'clone',
      reason: `${evilUrl('/x')} redirects more than 3 times`,
    });
  });
});

/** What no compression makes small. */
function noise(): string {
  return Array.from({ length: 50_000 }, () => Math.random().toString(36)).join('');
}

/** Real tools behind the proxy: git and curl, over http and https, against a server that a name of ours leads to. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  download,
  type GuardProxy,
  type GuardRules,
  type Network,
  realNetwork,
  startGuardProxy,
} from '@kopr/shared/guard';
import { expect } from 'chai';

const run = promisify(execFile);
const RULES: GuardRules = { allowPrivate: false, schemes: ['http', 'https'] };

/** What a tool says, or how it failed. */
interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('real tools behind the proxy', () => {
  let dir: string;
  let plain: Server;
  let secure: Server;
  let proxy: GuardProxy;
  /** `forge.example` is public to all who ask; what connects there comes to our servers. */
  const network: Network = {
    resolve: (host) => Promise.resolve(host === 'forge.example' ? [{ address: '93.184.216.34', family: 4 }] : []),
    connect: (to) =>
      realNetwork.connect({ ...to, address: '127.0.0.1', port: portOf(to.port === 443 ? secure : plain) }),
  };

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kopr-tools-'));
    await makeCertificate(dir);
    await makeRepository(dir);
    plain = createPlain(serve(dir));
    secure = createSecure(
      { key: await readFile(join(dir, 'key')), cert: await readFile(join(dir, 'cert')) },
      serve(dir),
    );
    for (const server of [plain, secure]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    plain.close();
    secure.close();
    await rm(dir, { recursive: true });
  });
  beforeEach(async () => (proxy = await startGuardProxy(RULES, { network })));
  afterEach(() => proxy.close());

  async function say(command: string, args: readonly string[]): Promise<Said> {
    const env = {
      PATH: process.env['PATH'],
      HOME: dir,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_SSL_CAINFO: join(dir, 'cert'),
      CURL_CA_BUNDLE: join(dir, 'cert'),
      http_proxy: proxy.url,
      https_proxy: proxy.url,
      no_proxy: '',
    };
    try {
      const { stdout, stderr } = await run(command, [...args], { env });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }

  for (const scheme of ['http', 'https']) {
    it(`lets git clone over ${scheme}`, async () => {
      const into = join(dir, `clone-${scheme}`);
      expect(await say('git', ['clone', '-q', `${scheme}://forge.example/repo.git`, into])).to.include({ code: 0 });
      expect(await readFile(join(into, 'file'), 'utf8')).to.equal('content\n');
      expect(proxy.problems()).to.deep.equal([]);
    });

    it(`keeps git from this machine over ${scheme}, and knows why`, async () => {
      const port = portOf(scheme === 'https' ? secure : plain);
      for (const host of ['127.0.0.1', '127.1', 'localhost']) {
        const { code, err } = await say('git', ['ls-remote', `${scheme}://${host}:${port}/repo.git`]);
        expect(code).to.equal(128);
        expect(err).to.contain('403');
      }
      expect(proxy.problems().join('\n')).to.match(/127.0.0.1 is not an address of the public/);
    });

    it(`lets curl follow redirects over ${scheme}, but not to this machine or a file`, async () => {
      const fetchIt = (path: string) => say('curl', ['-sSfL', '--max-redirs', '5', `${scheme}://forge.example${path}`]);
      expect(await fetchIt('/to/hello')).to.include({ code: 0, out: 'hello' });
      expect(await fetchIt(`/to-this-machine`))
        .to.have.property('code')
        .that.is.oneOf([22, 56]);
      expect(await fetchIt('/to-a-file'))
        .to.have.property('code')
        .that.is.not.equal(0);
      expect(proxy.problems().join('\n')).to.match(/169.254.169.254 is not an address/);
    });
  }

  it('downloads nothing from a server whose certificate nobody vouches for', async () => {
    const order = { name: 'it', rules: RULES, maxBytes: 1000, timeoutMs: 5000, userAgent: 'kopr-test', network };
    const came = await download({ ...order, url: 'https://forge.example/hello' }, join(dir, 'got'));
    expect(came).to.include({ ok: false, fault: 'unreachable' });
    expect(came)
      .to.have.property('problem')
      .that.matches(/self[- ]signed certificate/);
  });

  it('downloads from one that the operator’s authority vouches for, and from no other name of it', async () => {
    expect(await downloadElsewhere('forge.example')).to.contain('"ok":true,"size":5');
    expect(await downloadElsewhere('other.example')).to.match(/not match|altnames/i);
  });

  /** Node reads the authorities of the operator at its start, so this takes a process of its own. */
  async function downloadElsewhere(host: string): Promise<string> {
    const script = `
      import { download, realNetwork } from '@kopr/shared/guard';
      const network = {
        resolve: async () => [{ address: '93.184.216.34', family: 4 }],
        connect: (to) => realNetwork.connect({ ...to, address: '127.0.0.1', port: ${portOf(secure)} }),
      };
      const rules = { allowPrivate: false, schemes: ['https'] };
      const order = { url: 'https://${host}/hello', name: 'it', rules, maxBytes: 9, timeoutMs: 5000, userAgent: 'x', network };
      console.log(JSON.stringify(await download(order, ${JSON.stringify(join(dir, 'got'))})));
    `;
    const args = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', script];
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(dir, 'cert') };
    return (await run(process.execPath, args, { env })).stdout;
  }
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function makeCertificate(dir: string): Promise<void> {
  const names = ['-subj', '/CN=forge.example', '-addext', 'subjectAltName=DNS:forge.example'];
  const files = ['-keyout', join(dir, 'key'), '-out', join(dir, 'cert')];
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, ...files]);
}

/** A repository that plain files serve: git's "dumb" protocol. */
async function makeRepository(dir: string): Promise<void> {
  const work = join(dir, 'work');
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
  await run('git', ['init', '-q', '-b', 'main', work]);
  await writeFile(join(work, 'file'), 'content\n');
  await run('git', ['-C', work, 'add', 'file']);
  await run('git', ['-C', work, ...who, 'commit', '-q', '-m', 'x']);
  await run('git', ['clone', '-q', '--bare', work, join(dir, 'repo.git')]);
  await run('git', ['-C', join(dir, 'repo.git'), 'update-server-info']);
}

function serve(dir: string): RequestListener {
  const redirects: Readonly<Record<string, string>> = {
    '/to/hello': '../hello',
    '/to-this-machine': 'http://169.254.169.254/latest/meta-data/',
    '/to-a-file': 'file:///etc/passwd',
  };
  return ({ url = '' }, response) => {
    const path = url.replace(/\?.*/, '');
    const location = redirects[path];
    if (location !== undefined) response.writeHead(302, { location }).end();
    else if (path === '/hello') response.end('hello');
    else
      readFile(join(dir, path)).then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      );
  };
}

/** Private repositories: opened by a deploy key over SSH and by a token over HTTPS, and nothing of either left for strangers' code. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceSecret } from '@kopr/proto';
import { makeTrustingImage, openSshServer, openTlsServer, type SshServer, type TlsServer } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { serve, type Repository } from '../kit/git-server.js';
import { GIT_FILES, MAKEFILE } from '../kit/packages.js';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';

const TOKEN = 'kopr-secret-token-0123456789';
const IMAGE = 'kopr/source-tools:test-trusting';
const MADE = { ...GIT_FILES, '.copr/Makefile': MAKEFILE };

/** A pattern of grep for a word, which does not find itself in grep's own arguments. */
const sought = (word: string): string => `[${word.slice(0, 1)}]${word.slice(1)}`;

/**
 * Looks wherever root (with less than the builder has) can look, and tells what it found of these words; of `planted` there is
 * something to find in every kind of place.
 */
const SEARCHING = `srpm:
	@echo planted >/dev/shm/p
	@planted=planted sh -c 'sh look'
	rpmbuild -bs --define "_sourcedir $(CURDIR)" --define "_srcrpmdir $(outdir)" $(spec)
`;
const lookFor = (words: readonly string[]): string =>
  [
    'find /dev/shm /tmp /run /root /etc /builddir -type f -not -path "*/repository/[!.]*" -exec cat {} + >/var/files 2>/dev/null',
    'cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline >/var/processes 2>/dev/null',
    ...['planted', ...words].map(
      (word) =>
        `for in in files processes; do grep -aqe '${sought(word)}' /var/$in && echo "FOUND ${word.slice(0, 7)} in $in"; done`,
    ),
    'true',
    '',
  ].join('\n');

describe('a private repository', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let ssh: SshServer;
  let tls: TlsServer;
  let keys: string;
  let key: string;
  let elsewhere = '';
  let count = 0;
  before(async () => {
    bench = await openSourceBench();
    keys = mkdtempSync(join(tmpdir(), 'kopr-keys-'));
    ssh = await openSshServer(bench.git.root, bench.docker.network);
    key = newKey('good');
    await ssh.allow(readFileSync(join(keys, 'good.pub'), 'utf8').trim());
    tls = await openTlsServer(bench.docker.gateway, `git:${TOKEN}`, (request, response) => {
      if (request.url?.startsWith('/moved') !== true) serve(bench.git.root, request, response);
      else response.writeHead(302, { location: `${elsewhere}${request.url}` }).end();
    });
    makeTrustingImage('kopr/source-tools:test', IMAGE, tls.certificate);
  });
  after(async () => {
    await ssh[Symbol.asyncDispose]();
    await tls[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
    rmSync(keys, { recursive: true });
    execFileSync('docker', ['rmi', '-f', IMAGE], { stdio: 'ignore' });
  });

  function newKey(name: string): string {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(keys, name)]);
    return readFileSync(join(keys, name), 'utf8');
  }
  const repository = (files: Readonly<Record<string, string>> = MADE): Repository =>
    bench.git.repository(`private-${++count}`, files);
  const byKey = (more: Partial<Extract<SourceSecret, { kind: 'ssh-key' }>> = {}): SourceSecret => ({
    ...{ kind: 'ssh-key', key, knownHosts: null },
    ...more,
  });
  const byToken = (token = TOKEN): SourceSecret => ({ kind: 'token', user: 'git', token });
  const run = (clone_url: string, secret: SourceSecret | undefined, own: object = {}, kopr = {}) =>
    bench.run(
      {
        type: 'scm',
        params: { type: 'git', clone_url, spec: 'hello.spec', srpm_build_method: 'make_srpm', ...own },
        ...(secret ? { secret } : {}),
        kopr,
      },
      { image: IMAGE },
    );
  const urlOf = ({ name }: Repository) => `ssh://git@${ssh.host}/srv/git/${name}`;
  const scpOf = ({ name }: Repository) => `git@${ssh.host}:own/${name}`;
  const tlsOf = ({ name }: Repository) => `${tls.url}/${name}`;

  it('is opened over SSH by its key, in both forms of the address, and its commit is told', async () => {
    const made = repository();
    for (const url of [urlOf(made), scpOf(made)]) {
      const { news, log, manifest } = await run(url, byKey(), { committish: 'main' });
      expect(news, log).to.equal('succeeded: well');
      expect(manifest?.pin?.commit).to.equal(made.git('rev-parse', 'main'));
    }
    expect(await ssh.log()).to.match(/Accepted publickey for git/);
  });

  it('is opened over HTTPS by its token, which is shown to this server alone', async () => {
    const { news, log } = await run(tlsOf(repository()), byToken());
    expect(news, log).to.equal('succeeded: well');
    expect(tls.asked.filter(({ authorization }) => authorization !== undefined)).not.to.be.empty;
    expect(tls.asked.some(({ url }) => url.includes(TOKEN))).to.equal(false);
  });

  it('leaves nothing of the key or the token for what its Makefile runs, not even as root', async () => {
    const lines = key.split('\n').slice(1, -2);
    const words = [TOKEN, Buffer.from(`git:${TOKEN}`).toString('base64')];
    for (const [secret, url, of] of [
      [byKey(), urlOf, lines],
      [byToken(), tlsOf, words],
    ] as const) {
      const made = repository({ ...GIT_FILES, look: lookFor(of), '.copr/Makefile': SEARCHING });
      const { news, log } = await run(url(made), secret);
      expect(news, log).to.equal('succeeded: well');
      expect(log.match(/FOUND .*/g)).to.deep.equal(['FOUND planted in files', 'FOUND planted in processes']);
    }
  });

  it('that prints its own secret has it taken out of its log', async () => {
    const lines = [
      ...key.split('\n').filter((line) => line !== ''),
      TOKEN,
      Buffer.from(`git:${TOKEN}`).toString('base64'),
    ];
    const makefile = MAKEFILE.replace('\trpmbuild', `\t@cat told\n\trpmbuild`);
    const files = { ...GIT_FILES, told: `${lines.join('\n')}\n`, '.copr/Makefile': makefile };
    const byOne = await run(urlOf(repository(files)), byKey());
    expect(byOne.log).to.include('[secret]');
    for (const line of key.split('\n').slice(1, -2)) expect(byOne.log).not.to.include(line);
    const byOther = await run(tlsOf(repository(files)), byToken());
    for (const word of lines.slice(-2)) expect(byOther.log).not.to.include(word);
  });

  it('is not opened by another key or another token, and the reason says so', async () => {
    const made = repository();
    const wrongKey = await run(urlOf(made), byKey({ key: newKey('wrong') }));
    expect(wrongKey).to.include({
      news: 'failed: git failed: the server does not take the package’s deploy key',
      stage: 'clone',
    });
    const wrongToken = await run(tlsOf(made), byToken('another-token-altogether'));
    expect(wrongToken).to.include({
      news: 'failed: git failed: the server does not take the package’s token, or it may not read this repository',
      stage: 'clone',
    });
    expect(wrongToken.log).not.to.include('another-token-altogether');
  });

  it('is cloned only from the host whose key the package knows', async () => {
    const made = repository();
    const known = await run(urlOf(made), byKey({ knownHosts: `${ssh.hostLine}\n` }));
    expect(known.news, known.log).to.equal('succeeded: well');
    const other = readFileSync(join(keys, 'good.pub'), 'utf8').split(' ')[1] ?? '';
    const strange = await run(urlOf(made), byKey({ knownHosts: `${ssh.host} ssh-ed25519 ${other}\n` }));
    expect(strange).to.include({
      news: 'failed: git failed: the server’s host key is none of those that the package knows (known_hosts)',
      stage: 'clone',
    });
  });

  it('has submodules: of its own host by the same key, of other hosts not', async () => {
    const inner = repository({ 'inner.txt': 'inner\n' });
    const made = repository();
    const add = (url: string, path: string) => {
      made.commit({ '.gitmodules': `[submodule "${path}"]\n\tpath = ${path}\n\turl = ${url}\n` });
      made.git('update-index', '--add', '--cacheinfo', `160000,${inner.git('rev-parse', 'HEAD')},${path}`);
      made.git('commit', '--quiet', '--amend', '--no-edit');
      made.git('reset', '--quiet', '--hard');
    };
    add(`../${inner.name}`, 'inner');
    const own = await run(urlOf(made), byKey());
    expect(own.news, own.log).to.equal('succeeded: well');
    add(`ssh://git@203.0.113.9/x`, 'inner');
    const foreign = await run(urlOf(made), byKey());
    expect(foreign.news, foreign.log).to.equal(
      'failed: git failed: a submodule is at another host, and the package’s deploy key is for its own host only',
    );
    add('ssh://git@x;touch${IFS}/tmp/pwned/x', 'inner');
    expect((await run(urlOf(made), byKey())).manifest).to.include({ outcome: 'failed', stage: 'checkout' });
    const tokened = repository();
    tokened.commit({ '.gitmodules': `[submodule "o"]\n\tpath = o\n\turl = ${inner.url}\n` });
    tokened.git('update-index', '--add', '--cacheinfo', `160000,${inner.git('rev-parse', 'HEAD')},o`);
    tokened.git('commit', '--quiet', '--amend', '--no-edit');
    const open = await run(tlsOf(tokened), byToken());
    expect(open.news, open.log).to.equal('succeeded: well');
  });

  it('that its server moves elsewhere gets no token shown there', async () => {
    const seen: (string | undefined)[] = [];
    const away = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="elsewhere"' }).end();
    });
    await new Promise<void>((resolve) => away.listen(0, '0.0.0.0', resolve));
    elsewhere = `http://${bench.docker.gateway}:${(away.address() as AddressInfo).port}`;
    const { manifest, log } = await run(`${tls.url}/moved`, byToken());
    expect(manifest, log).to.include({ outcome: 'failed', stage: 'clone' });
    expect(seen, log).not.to.be.empty;
    expect(seen.every((authorization) => authorization === undefined)).to.equal(true);
    await new Promise((resolve) => away.close(resolve));
  });

  it('is not reached past the guard, and SSH not without a key', async () => {
    const closed = await run(urlOf(repository()), byKey(), {}, { allow_private: false });
    expect(closed.manifest).to.include({ outcome: 'failed', stage: 'clone' });
    expect(closed.news).to.match(/is not an address of the public internet/);
    const keyless = await run(urlOf(repository()), undefined);
    expect(keyless.news).to.match(/sources are fetched by http, https or git, not by ssh/);
    for (const url of [`git@-oProxyCommand=id:x`, `ssh://-oProxyCommand=id/x`, tlsOf(repository())]) {
      expect((await run(url, byKey())).manifest, url).to.include({ outcome: 'failed', stage: 'clone' });
    }
  });

  it('whose secret was given to this attempt already is another attempt’s', async () => {
    const source = { type: 'git', clone_url: urlOf(repository()), spec: 'hello.spec', srpm_build_method: 'make_srpm' };
    const { news } = await bench.run({ type: 'scm', params: source, kopr: { secret: 'ssh-key' } }, { image: IMAGE });
    expect(news).to.match(/^lost: .*it was given already/);
  });
});
